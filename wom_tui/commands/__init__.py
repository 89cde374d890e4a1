"""What can be done: one frozen command per intention, one handler per command, one bus for all."""
