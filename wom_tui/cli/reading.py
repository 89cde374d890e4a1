"""`wom reading`: what did the meters of assets show?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app

app = noun_app("readings")
