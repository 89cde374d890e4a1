"""What the office does by itself: who does it, when, and that it is done once."""
