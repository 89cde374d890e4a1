"""`wom territory`: which parts has the map?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app

app = noun_app("territories")
