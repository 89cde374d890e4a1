"""No mail without a genuine code ever changes an order, whatever stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office import HOUR, KIM, T0, ManualClock, an_order, close_desks, new_office, number_of
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.reply_code import Grant, reply_code
from wom_tui.domain.report_words import WORDS
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.inbound.mails import report_of
from wom_tui.inbound.take import Outcome, take
from wom_tui.store.reader import Reader

SECRET = "a secret of the office that nobody knows"
TOLD = [word for words in WORDS.values() for word in words]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("office")
    desk = new_office(str(folder / "office.db"), clock=ManualClock())
    order = number_of(desk, an_order())
    desk.run(AssignVisit(order=order, technician=KIM, start_at=T0 + HOUR, is_sent=True))
    yield desk
    close_desks()


def near_codes() -> st.SearchStrategy[str]:
    """Codes that are not ours: of another secret, visit, order or technician, of yesterday; or typed at random."""
    grants = st.builds(Grant, st.integers(1, 3), st.integers(1, 3), st.integers(1, 3))
    secrets = st.sampled_from(["another secret of another office", SECRET.upper(), f"{SECRET} ", SECRET])
    made = st.builds(
        lambda grant, hours, secret: (
            grant,
            hours,
            reply_code(grant, T0 + timedelta(hours=hours), secret),
            secret,
        ),
        grants,
        st.integers(-100, 100),
        secrets,
    )
    genuine = Grant(order=1, visit=1, technician=KIM)
    others = made.filter(lambda one: one[3] != SECRET or one[0] != genuine or one[1] < 0).map(
        lambda one: one[2]
    )
    digits = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=5, max_size=5)
    random = st.builds(lambda hour, a, b: f"WOM-1-{hour[:4]}-{a}-{b}", digits, digits, digits)
    changed = st.builds(
        lambda code, place, digit: f"{code[:place]}{digit}{code[place + 1 :]}",
        st.just(reply_code(genuine, T0 - 2 * HOUR, SECRET)),
        st.integers(4, 19),
        st.sampled_from("0123456789"),
    )
    return st.one_of(others, random, changed, st.just(""))


HEADS = st.sampled_from(
    [
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/plain; charset=iso-8859-1",
        "Content-Type: text/html",
        "Content-Type: multipart/mixed; boundary=b",
        "Auto-Submitted: auto-replied",
        "X: y",
    ]
)


@given(
    near_codes(),
    near_codes(),
    st.sampled_from(TOLD),
    st.text(max_size=60),
    st.text(max_size=60),
    HEADS,
    st.integers(),
)
def test_a_mail_without_a_genuine_code_changes_no_order(
    desk: Desk, code: str, other: str, word: str, before: str, after: str, head: str, number: int
) -> None:
    text = f"{word} {after}\n\n{other}\n> {before}"
    if number % 3 == 0:
        text = f"{before}\n{word}\n-- \n{other} {after}"
    subject = f"{word} {code}".replace("\n", " ")
    mail = f"From: k@x\nSubject: {subject}\nMessage-ID: <{number}@x>\n{head}\n\n--b\n\n{text}"
    seen = desk.ask(Reader.select, WorkOrder), desk.ask(Reader.select, Visit)
    seq = desk.last_seq()

    outcome = take(report_of(mail.encode("utf-8", "replace"), "any.eml"), desk, SECRET)

    assert outcome in (Outcome.KEPT, Outcome.REPEATED)
    assert (desk.ask(Reader.select, WorkOrder), desk.ask(Reader.select, Visit)) == seen
    assert {event.kind for event in desk.events(since=seq)} <= {"inbound.received"}


@given(st.binary(max_size=300), near_codes())
def test_no_bytes_change_an_order(desk: Desk, data: bytes, code: str) -> None:
    seq = desk.last_seq()

    take(report_of(data + f"\n\n{code}\ndone\n".encode(), "any.eml"), desk, SECRET)

    assert {event.kind for event in desk.events(since=seq)} <= {"inbound.received"}
