"""Facts as words, cells and names of colours: what the command line and the console show alike."""
