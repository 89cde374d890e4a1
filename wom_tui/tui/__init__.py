"""The dispatcher's door: screens, widgets and keys. The only room that imports Textual."""
