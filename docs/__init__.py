"""The pages, and what writes those of the reference."""
