"""What is a document about an order made of? Said once here; Markdown, HTML and PDF only lay it out.

Every text in it has been through `safe`: it is one line, without anything that a terminal would obey. What each form
would read as its own signs, the form itself takes the meaning from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Row = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part with a heading: lines of text, then labels with what stands beside them, then a table.

    Attributes:
        table: the first row is its head; all are as long.
    """

    heading: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    table: tuple[Row, ...] = ()

    @property
    def is_empty(self) -> bool:
        """It has nothing to say."""
        return not (self.lines or self.rows or len(self.table) > 1)


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document.

    Attributes:
        about: labels and what stands beside them, below the title.
        signatures: under a line each, for whoever signs.
        dated_at: what the document is of: the same for the same facts, whenever it is printed.
    """

    title: str
    about: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    signatures: tuple[str, ...] = ()
    dated_at: datetime

    @property
    def told(self) -> tuple[Section, ...]:
        """The sections that say something."""
        return tuple(section for section in self.sections if not section.is_empty)

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written in it."""
        found = [self.title, *self.signatures]
        for pair in self.about:
            found += pair
        for section in self.told:
            found += [section.heading, *section.lines]
            for row in (*section.rows, *section.table):
                found += row
        return tuple(found)
