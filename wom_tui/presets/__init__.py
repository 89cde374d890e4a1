"""Presets: how the files of other systems are read, each in a TOML file here or of the user's own."""
