"""The views behind the tabs, and the panels that lie over a view for a moment."""
