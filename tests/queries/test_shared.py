"""Does a text that many rows have stand in memory once?"""

from __future__ import annotations

from wom_tui.queries.shared import shared


def test_equal_texts_are_one_object_and_none_stays_none() -> None:
    words = ["".join(("re", "ady")), None, "".join(("re", "ady"))]
    assert words[0] is not words[2]

    found = shared(words)

    assert found == words
    assert found[0] is found[2]
