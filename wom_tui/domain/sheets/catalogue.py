"""The sheets of the office: one declaration for each noun, by the name that `--what` calls it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wom_tui.domain.sheets.agreements import CALENDARS, CHECKLISTS, HOLIDAYS, SLA, WORK_TYPES
from wom_tui.domain.sheets.attachments import ATTACHMENTS
from wom_tui.domain.sheets.canned import CANNED
from wom_tui.domain.sheets.doors import USERS
from wom_tui.domain.sheets.feedback import FEEDBACK
from wom_tui.domain.sheets.people import ABSENCES, SHIFTS, SKILLS, TECHNICIANS
from wom_tui.domain.sheets.places import ASSETS, CONTACTS, CUSTOMERS, SITES, TERRITORIES
from wom_tui.domain.sheets.sheet import Sheet
from wom_tui.domain.sheets.stores import PARTS, PURCHASES, STOCK, WAREHOUSES
from wom_tui.errors import NotFound

# In the order in which an office is taken over: what is named comes before what names it.
SHEETS: Mapping[str, Sheet[Any]] = {
    sheet.name: sheet
    for sheet in (
        *(CALENDARS, HOLIDAYS, TERRITORIES, WORK_TYPES, CHECKLISTS, SLA),
        *(TECHNICIANS, SKILLS, SHIFTS, ABSENCES),
        *(CUSTOMERS, CONTACTS, SITES, ASSETS, USERS),
        *(PARTS, WAREHOUSES, STOCK, PURCHASES, FEEDBACK, ATTACHMENTS, CANNED),
    )
}


def sheet_named(name: str) -> Sheet[Any]:
    """The sheet of that name.

    Raises:
        NotFound: there is none.
    """
    found = SHEETS.get(name.casefold().replace("_", "-"))
    if found is None:
        raise NotFound("sheet", name, tuple(SHEETS))
    return found
