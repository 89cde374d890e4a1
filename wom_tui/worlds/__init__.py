"""Named worlds, for demos, tests and pictures: reading them, playing their history, running their time."""
