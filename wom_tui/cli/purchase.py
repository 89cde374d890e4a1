"""`wom purchase`: what is ordered from suppliers, and when is it expected?

What has come, and what will not, are lines: `wom do 'deliver 12'`, `wom do 'calloff 12'`.
"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app

app = noun_app("purchases")
