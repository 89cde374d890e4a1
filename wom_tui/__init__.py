"""wom-tui: a terminal dispatcher console for field-service work orders."""

__version__ = "0.1.0"
