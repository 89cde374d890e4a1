"""`wom stock`: how many of a part has somebody counted at a place, and how many should there be?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app

app = noun_app("stock")
