"""The sheet of what customers say."""

from __future__ import annotations

from wom_tui.domain.feedback import HIGHEST, LOWEST, Feedback
from wom_tui.domain.sheets import kinds
from wom_tui.domain.sheets.sheet import Column, Sheet, order_column

FEEDBACK = Sheet(
    name="feedback",
    one="feedback",
    help="What customers say of orders that were completed: one row for each time that somebody said something.",
    fact=Feedback,
    keys=(("order", "received"),),
    columns=(
        order_column("4417", "4423"),
        Column(
            name="received",
            fields=("received_at",),
            kind=kinds.MOMENT,
            meaning="when it was said",
            examples=("2026-03-02 17:30", "2026-03-03 09:00"),
            is_required=True,
        ),
        Column(
            name="score",
            kind=kinds.whole(LOWEST, HIGHEST),
            meaning=f"{LOWEST} = bad, {HIGHEST} = good",
            examples=("5", "2"),
            is_required=True,
        ),
        Column(name="text", kind=kinds.TEXT, meaning="in their words", examples=("quick", "came too late")),
        Column(
            name="channel",
            kind=kinds.TEXT,
            meaning="how it came in",
            examples=("phone", "mail"),
        ),
    ),
)
