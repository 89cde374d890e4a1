"""How long may a text be? What is longer is a paste that went wrong, and nothing that anybody will read.

What somebody types is refused then. What a file of orders says is cut to the same length, with a … at its end; a title
that is cut stands whole in the description, where the file has none.
"""

from __future__ import annotations

from wom_tui.errors import InvalidInput

LONGEST_TITLE = 200  # characters
LONGEST_TEXT = 10_000


def titled(said: str | None, field: str = "title") -> str:
    """What is to be done, as it is kept: without blanks around it.

    Raises:
        InvalidInput: nothing is said, or too much.
    """
    title = (said or "").strip()
    if not title:
        raise InvalidInput(field, said, "what is to be done, in a few words")
    refuse_longer(title, field, LONGEST_TITLE)
    return title


def said_text(said: str, longest: int, expected: str, field: str = "text") -> str:
    """Something that was said, as it is kept: without blanks around it.

    Args:
        expected: what the field wants, for whoever says nothing.

    Raises:
        InvalidInput: nothing is said, or too much.
    """
    text = said.strip()
    if not text:
        raise InvalidInput(field, said, expected)
    refuse_longer(text, field, longest)
    return text


def shortened(text: str, longest: int) -> str:
    """At most so many characters of it; a … at its end says that there are more."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def refuse_longer(text: str, field: str, longest: int = LONGEST_TEXT) -> None:
    """Say how long it may be.

    Raises:
        InvalidInput: it is longer.
    """
    if len(text) > longest:
        expected = f"at most {longest:,} characters; this has {len(text):,}"
        raise InvalidInput(field, f"{text[:40]}…", expected)
