"""How files come in: read through, drafted row by row, stored batch by batch, and taken back as a whole."""
