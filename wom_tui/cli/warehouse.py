"""`wom warehouse`: which places for parts are there, vans apart?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app

app = noun_app("warehouses")
