"""Rows of foreign files: what each says about a work order, and how it meets the order that is there."""
