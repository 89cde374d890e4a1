"""What may a cell of a spreadsheet begin with? Nothing that the spreadsheet would take for a formula."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would compute it."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) and not _is_number(cell) else cell


def original(cell: str) -> str:
    """The text as it was before `harmless`."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(_FORMULA) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
