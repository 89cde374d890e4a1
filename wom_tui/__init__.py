"""wom-tui: a terminal dispatcher console for field-service work orders."""
