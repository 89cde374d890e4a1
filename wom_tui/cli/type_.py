"""`wom type`: what kinds of work are there?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app

app = noun_app("work-types")
