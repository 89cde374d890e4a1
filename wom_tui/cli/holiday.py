"""`wom holiday`: on which days does a calendar stay closed?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app

app = noun_app("holidays")
