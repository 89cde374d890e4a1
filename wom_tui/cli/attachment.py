"""`wom attachment`: which files belong to orders, and where are they?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app

app = noun_app("attachments")
