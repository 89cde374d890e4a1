"""`wom customer`: who has a contract, and who is to be forgotten?"""

from __future__ import annotations

from wom_tui.cli.customer_erase import erase
from wom_tui.cli.nouns import noun_app

app = noun_app("customers")
app.command("erase")(erase)
