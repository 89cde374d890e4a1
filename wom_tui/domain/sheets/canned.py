"""The sheet of the texts that are said often."""

from __future__ import annotations

from wom_tui.domain.canned import PLACES, CannedText, canned_text
from wom_tui.domain.sheets import kinds
from wom_tui.domain.sheets.sheet import Column, Sheet

CANNED = Sheet(
    name="canned",
    one="canned text",
    help="Texts that are said often: one row for each.",
    fact=CannedText,
    keys=(("name",),),
    columns=(
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="what it is called: the word by which it is taken",
            examples=("call-first", "off"),
            is_required=True,
        ),
        Column(
            name="text",
            kind=kinds.plain(
                f"a text; {', '.join(f'{{{place}}}' for place in PLACES)} stand for what is known",
                canned_text,
            ),
            meaning="what it says",
            examples=("Please call {customer} before you go to {site}.", "{order} is off: {title}"),
            is_required=True,
        ),
    ),
)
