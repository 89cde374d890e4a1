"""The one grammar: turns a line into commands, for the command bar, keys, `wom do` and batches."""
