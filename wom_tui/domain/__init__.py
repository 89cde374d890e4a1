"""The trade itself: facts and rules. Pure: no clock, no database, no terminal."""
