"""What can be asked: one function per screen, from a reader and the time to view rows."""
