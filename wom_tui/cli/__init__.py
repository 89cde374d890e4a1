"""The shell's door: one module per noun, each loaded only when its verb is called."""
