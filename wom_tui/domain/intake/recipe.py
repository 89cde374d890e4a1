"""What stands in a column of our own that is made of theirs: `={Street}, {PostalCode} {City}`, or `=phone` in each row?

A preset may say so in place of a column's name. `{A|B}` is the first of them that says something, `{#A,B}` a number
made of the cells, for files whose rows have none. A text between two pieces stands only where both say something.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from wom_tui.errors import InvalidInput

MARK = "="  # what a recipe begins with
SIGNS = "{}|,#"  # what parts the names of columns, so that no name with one of them can stand in a recipe
SINCE = "@since"  # in an event log: when the row was written that began the state in which the order is
_PIECE = re.compile(r"\{([^{}]*)\}")
_DIGITS = 12  # of a number that is made of cells: two rows of a million share one in one of 500 files


@dataclass(frozen=True)
class Piece:
    """A part of a recipe: the columns that it takes its text from, and how."""

    columns: tuple[str, ...]
    is_number: bool = False

    def of(self, row: Mapping[str, str], empty: Collection[str]) -> str:
        """Its text in a row; empty where no cell says anything."""
        cells = [row.get(column, "").strip() for column in self.columns]
        said = ["" if cell in empty else cell for cell in cells]
        if not self.is_number:
            return next(filter(None, said), "")
        if not any(said):
            return ""
        return hashlib.sha256("\x1f".join(said).encode("utf-8", "replace")).hexdigest()[:_DIGITS]


@dataclass(frozen=True)
class Recipe:
    """Texts and pieces in turn; it begins and ends with a text, which may be empty."""

    texts: tuple[str, ...]
    pieces: tuple[Piece, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The file's columns that it reads."""
        named = (column for piece in self.pieces for column in piece.columns)
        return tuple(column for column in dict.fromkeys(named) if column != SINCE)

    @property
    def shown(self) -> str:
        """The columns that it reads, for people."""
        joined = " or " if len(self.pieces) == 1 and not self.pieces[0].is_number else " and "
        return joined.join(self.columns) or self.texts[0]

    def of(self, row: Mapping[str, str], empty: Collection[str]) -> str:
        """What it makes of a row."""
        if not self.pieces:
            return self.texts[0]
        made = ""
        for text, piece in zip(self.texts, self.pieces, strict=False):
            said = piece.of(row, empty)
            if said:
                made += (text if made or text is self.texts[0] else "") + said
        return made + self.texts[-1] if made else ""

    def lacks(self, header: Collection[str]) -> tuple[str, ...]:
        """The columns without which it says nothing, or not what it should, and that the header has not."""
        if not self.pieces:
            return ()
        numbers = [c for piece in self.pieces if piece.is_number for c in piece.columns if c not in header]
        if numbers or any(column in header for column in self.columns):
            return tuple(numbers)
        return self.columns[:1]

    def among(self, header: Collection[str], text: str) -> str:
        """The recipe for a file that has only these columns; a column's name where it comes to no more than that."""
        if any(piece.is_number for piece in self.pieces) or not self.pieces:
            return text
        left = [tuple(c for c in piece.columns if c in header or c == SINCE) for piece in self.pieces]
        if len(left) == 1 and len(left[0]) == 1 and left[0] != (SINCE,) and not any(self.texts):
            return left[0][0]
        inner = ["{" + "|".join(columns) + "}" if columns else None for columns in left]
        if None in inner:
            return text
        return MARK + "".join(
            part for pair in zip(self.texts, [*inner, ""], strict=True) for part in pair if part
        )


@lru_cache(maxsize=1024)
def recipe_of(text: str) -> Recipe:
    """The recipe that is written so.

    Raises:
        InvalidInput: a brace that is not closed, or that names no column.
    """
    parts = _PIECE.split(text.removeprefix(MARK).strip())
    texts, inner = parts[::2], parts[1::2]
    if any(brace in plain for plain in texts for brace in "{}"):
        raise InvalidInput("recipe", text, "a closing brace for each opening one, as in ={Street}, {City}")
    pieces = tuple(_piece(one) for one in inner)
    if any(not piece.columns or "" in piece.columns for piece in pieces):
        raise InvalidInput("recipe", text, "a column's name within its braces")
    return Recipe(tuple(texts), pieces)


def _piece(inner: str) -> Piece:
    if inner.startswith("#"):
        return Piece(tuple(name.strip() for name in inner[1:].split(",")), is_number=True)
    return Piece(tuple(name.strip() for name in inner.split("|")))
