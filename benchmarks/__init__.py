"""How fast it is: every figure from a database file through the desk, as a ratio or with its machine and its size."""
