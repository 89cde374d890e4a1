"""How did it end? Which words of `complete 4417 fixed valve replaced` are the code, and which only tell of progress?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wom_tui.errors import InvalidInput
from wom_tui.grammar.intent import Intent

_MOST = 6  # words of a code


def code_and_text(said: str, codes: Sequence[str]) -> tuple[str, str]:
    """The first word, or all those that spell a code: `no fault found` is `no_fault` and the text `found`."""
    words = said.split(" ")
    known = {_joined([code]) for code in codes}
    spelt = (count for count in range(min(len(words), _MOST), 1, -1) if _joined(words[:count]) in known)
    count = next(spelt, 1)
    return "_".join(words[:count]).rstrip(":,"), " ".join(words[count:])


def _joined(words: Sequence[str]) -> str:
    return re.sub(r"[\s-]", "_", "_".join(words).casefold().rstrip(":,"))


_PROGRESS = re.compile(
    r"(?:[0-9]{1,2} ?)?(?:%|percent)(?: (?:done|completed?|finished|ready))?", re.ASCII | re.IGNORECASE
)


def refuse_progress(intent: Intent, said: str) -> None:
    """`complete 4417 90%` tells of progress, but the verb ends the order."""
    if _PROGRESS.fullmatch(said):
        number = intent.number
        ways = f"hold {number} REASON, or fail {number} REASON where somebody has to come again"
        raise InvalidInput("complete", said, f"all of the work to be done; while it goes on: {ways}")
