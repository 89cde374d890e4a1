"""How messages leave the house: mail, webhooks, and a canned way for tests; loaded when the first one leaves."""
