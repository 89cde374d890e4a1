"""`wom feedback`: what do customers say of the work that was done?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app

app = noun_app("feedback")
