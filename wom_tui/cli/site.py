"""`wom site`: where is work done, and which of these places does nobody know?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app
from wom_tui.cli.site_locate import locate

app = noun_app("sites")
# A latitude or longitude below zero looks like an option.
app.command("locate", context_settings={"ignore_unknown_options": True})(locate)
