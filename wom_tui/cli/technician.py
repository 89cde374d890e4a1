"""`wom technician`: who makes visits, and what is in their calendars?"""

from __future__ import annotations

from wom_tui.cli.nouns import noun_app
from wom_tui.cli.technician_calendar import calendar

app = noun_app("technicians")
app.command("calendar")(calendar)
