"""The sheet of the files of orders."""

from __future__ import annotations

from wom_tui.domain.attachment import PLACE_SAYS, Attachment, place_of, said_name, said_note
from wom_tui.domain.sheets import kinds
from wom_tui.domain.sheets.sheet import Column, Sheet, order_column

ATTACHMENTS = Sheet(
    name="attachments",
    one="attachment",
    help="Where the files of orders are: one row for each document or picture.",
    fact=Attachment,
    keys=(("order", "name"),),
    columns=(
        order_column("4417", "4417"),
        Column(
            name="name",
            kind=kinds.plain("a name in characters that can be seen", said_name),
            meaning="what people call the file; no two of an order share one",
            examples=("pole-12.jpg", "permit.pdf"),
            is_required=True,
        ),
        Column(
            name="place",
            kind=kinds.plain(PLACE_SAYS, place_of),
            meaning="where it is; it is never opened or fetched",
            examples=("https://photos.example/2026/pole-12.jpg", "permits/2026/permit 4417.pdf"),
            is_required=True,
            also=("url", "media_url", "path"),
        ),
        Column(
            name="note",
            kind=kinds.plain("a text", said_note),
            meaning="what it shows",
            examples=("lamp hangs by its cable", ""),
        ),
    ),
)
