"""`wom shift`: when do technicians work?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app

app = noun_app("shifts")
