"""`wom calendar`: when is an office open in general?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app

app = noun_app("calendars")
