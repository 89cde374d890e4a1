"""`wom technician`: who makes visits?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app

app = noun_app("technicians")
