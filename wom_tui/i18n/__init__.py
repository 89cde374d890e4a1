"""The language in which the program speaks: English in the code, any other out of a catalogue."""
