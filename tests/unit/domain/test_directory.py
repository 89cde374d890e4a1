"""Is the place found that a caller names, also where it is mistyped?"""

from __future__ import annotations

from wom_tui.domain.directory import Directory, Known

SITES = Directory.of(
    [
        Known(1, "Madison Park High, Roxbury", "75 Malcolm X Blvd", "Boston Schools"),
        Known(2, "BPL Copley, Back Bay", "700 Boylston St", "Boston Public Library"),
        Known(3, "112 Dartmouth St, Back Bay", ""),
        Known(4, "Park Plaza", "50 Park Plaza"),
    ]
)


def ids(said: str) -> list[int]:
    return [found.known.id for found in SITES.find(said)]


def test_words_in_any_order_of_name_address_and_customer_are_found() -> None:
    assert ids("copley") == [2]
    assert ids("back bay") == [3, 2]
    assert ids("library boyl") == [2]
    assert ids("malcolm") == [1]


def test_what_begins_as_it_is_typed_comes_first() -> None:
    assert ids("park") == [4, 1]


def test_a_mistyped_name_is_still_found_and_said_to_be_only_near() -> None:
    (found, *_) = SITES.find("copely bak bay")

    assert (found.known.id, found.is_near) == (2, True)


def test_one_letter_and_nonsense_find_nothing() -> None:
    assert ids("p") == []
    assert ids("zzqqxx") == []


def test_a_word_that_is_right_is_never_taken_for_another() -> None:
    assert ids("park copely") == []
