"""Do consoles know of each other, on both databases, and is it forgotten in time?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text, update

from wom_tui.desk import Desk
from wom_tui.domain.presence import GONE_S, Present
from wom_tui.present.presence import claim_words, here_words
from wom_tui.store.bookkeeping import presence_table


def test_consoles_know_of_each_other_and_of_the_order_that_each_has_open(desk: Desk) -> None:
    assert desk.announce("a", Present("ann"), tells=True) == ()
    assert desk.announce("b", Present("bob", 4407), tells=True) == (Present("ann"),)

    assert desk.others("a") == (Present("bob", 4407),)
    desk.announce("b", Present("bob"), tells=False)
    assert desk.others("a") == (Present("bob"),)
    desk.leave("b")
    assert desk.others("a") == ()


def test_who_has_said_nothing_for_a_minute_and_a_half_is_gone_and_forgotten(desk: Desk) -> None:
    desk.announce("b", Present("bob", 4407), tells=True)
    with desk.engine.connect().execution_options(write=True) as connection:
        connection.begin()
        (seen_at,) = connection.scalars(presence_table.select().with_only_columns(presence_table.c.seen_at))
        long_ago = seen_at - timedelta(seconds=GONE_S + 1)
        connection.execute(update(presence_table).values(seen_at=long_ago))
        connection.commit()

    assert desk.others("a") == ()
    desk.announce("a", Present("ann"), tells=False)
    with desk.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM presence")) == 1


def test_no_journal_tells_of_it(desk: Desk) -> None:
    before = desk.last_seq()

    desk.announce("a", Present("ann", 4407), tells=True)
    desk.leave("a")

    assert desk.last_seq() == before


def test_names_are_told_as_people_say_them() -> None:
    others = (Present("bob", 4407), Present("ann", 4407), Present("ortiz", 4408))

    assert claim_words(others, 4407, "ortiz") == "ann and bob are on it"
    assert claim_words(others, 4408, "ortiz") == "you are on it in another console"
    assert claim_words(others[:1], 4407, "ortiz") == "bob is on it"
    assert claim_words(others, 4409, "ortiz") == ""
    assert here_words(others[:2], "ortiz") == "ann (4407), bob (4407)"
