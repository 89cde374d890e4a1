"""What comes in from the field is done where it is certain, once, and waits for a person where it is not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.commands.test_attachments import assert_forgotten, detail_of, is_told
from tests.commands.test_messages import FIELD, at
from tests.commands.typed import do, the_order, visits
from tests.office import ALI, HOUR, KIM, MINUTE, T0, ManualClock, an_order, number_of
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.erasure import EraseCustomer
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.inbound import AcceptInbound, DropInbound
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AdvanceVisit, AssignVisit, FailVisit
from wom_tui.desk import Desk
from wom_tui.domain.reply_code import reply_code
from wom_tui.domain.report import Act
from wom_tui.domain.site import Customer
from wom_tui.domain.visit import VisitStatus
from wom_tui.errors import InvalidInput, Rejected
from wom_tui.inbound.lines import read_line
from wom_tui.inbound.mails import report_of
from wom_tui.inbound.take import Outcome, take
from wom_tui.queries.inbound import InboundRow, inbound_detail, inbound_rows, waiting_count
from wom_tui.queries.reported import grant_of

SECRET = "a secret of the office that nobody knows"


@pytest.fixture
def sent(desk: Desk, order: int) -> int:
    """An order that Kim was sent to."""
    desk.run(AssignVisit(order=order, technician=KIM, start_at=T0 + HOUR, is_sent=True))
    return order


def line(desk: Desk, **told: Any) -> Outcome:
    """A line of a file comes in."""
    return take(read_line(json.dumps({"id": "1"} | told).encode(), "a.jsonl:1"), desk, SECRET)


def code_of(desk: Desk, order: int, hours: float = 48, secret: str = SECRET) -> str:
    return reply_code(desk.ask(grant_of, str(order)), desk.now() + timedelta(hours=hours), secret)


def mail(desk: Desk, text: str, code: str = "", message_id: str = "1", secret: str = SECRET) -> Outcome:
    """A mail comes in."""
    head = f"From: kim@example.org\nSubject: Re: visit [{code}]\nMessage-ID: <{message_id}@x>\n\n"
    return take(report_of((head + text).encode(), "a.eml"), desk, secret)


def waiting(desk: Desk) -> list[InboundRow]:
    return desk.ask(inbound_rows)


def status(desk: Desk, order: int) -> str:
    return visits(desk, order)[0].status.value


def test_a_line_of_another_system_is_done_as_its_technician(desk: Desk, sent: int) -> None:
    told_at = (T0 - 5 * MINUTE).isoformat()

    assert line(desk, technician="KIM", visit=f"{sent}/1", act="arrived", at=told_at) is Outcome.DONE

    (visit,) = visits(desk, sent)
    assert (visit.status, visit.arrived_at) == (VisitStatus.ON_SITE, T0 - 5 * MINUTE)
    event = detail_of(desk, sent).history[0]
    assert (event.actor, event.door) == ("inbound:kim", "inbound")
    assert waiting(desk) == []
    assert is_told(desk)


def test_a_mail_with_its_code_is_done_and_its_time_is_that_of_the_clock_there(desk: Desk, sent: int) -> None:
    assert mail(desk, "arrived 8:50", code_of(desk, sent)) is Outcome.DONE

    assert visits(desk, sent)[0].arrived_at == T0 - 10 * MINUTE


def test_what_comes_in_twice_is_done_once(desk: Desk, sent: int) -> None:
    code = code_of(desk, sent)
    assert mail(desk, "note ring twice", code) is Outcome.DONE
    seq = desk.last_seq()

    assert mail(desk, "note ring twice", code) is Outcome.REPEATED
    assert line(desk, technician="kim", order=sent, act="travelling") is Outcome.DONE
    assert line(desk, technician="kim", order=sent, act="travelling") is Outcome.REPEATED
    assert mail(desk, "travelling", code, "2") is Outcome.SO_ALREADY

    assert desk.last_seq() == seq + 1
    assert len(detail_of(desk, sent).notes) == 1


def test_an_id_that_was_used_for_something_else_is_neither_done_nor_lost(desk: Desk, sent: int) -> None:
    assert line(desk, technician="kim", order=sent, act="travelling") is Outcome.DONE

    assert line(desk, technician="kim", order=sent, act="done") is Outcome.KEPT
    assert line(desk, technician="kim", order=sent, act="done") is Outcome.REPEATED

    assert status(desk, sent) == "travelling"
    assert [(row.why, row.act) for row in waiting(desk)] == [("id_used", "done")]


@pytest.mark.parametrize(
    ("why", "hours", "secret"),
    [("expired", -2, SECRET), ("forged", 48, "another secret that somebody guessed")],
)
def test_a_code_that_has_ended_or_is_not_ours_changes_nothing(
    desk: Desk, sent: int, why: str, hours: float, secret: str
) -> None:
    before = the_order(desk, sent), visits(desk, sent)

    assert mail(desk, "arrived", code_of(desk, sent, hours, secret)) is Outcome.KEPT

    assert (the_order(desk, sent), visits(desk, sent)) == before
    (row,) = waiting(desk)
    assert (row.why, row.act, row.sender) == (why, "arrive", "kim@example.org")
    assert (row.visit is None) == (why == "forged")


def test_a_code_is_worth_nothing_once_the_visit_is_anothers(desk: Desk, sent: int) -> None:
    code = code_of(desk, sent)
    (visit,) = visits(desk, sent)
    desk.run(AssignVisit(order=sent, visit=visit.id, technician=ALI, start_at=T0 + HOUR, is_sent=True))

    assert mail(desk, "arrived", code) is Outcome.KEPT
    assert (waiting(desk)[0].why, status(desk, sent)) == ("forged", "dispatched")


def test_an_older_code_of_the_same_visit_that_is_quoted_does_no_harm(desk: Desk, sent: int) -> None:
    old, new = (code_of(desk, sent, hours) for hours in (-2, 48))

    assert mail(desk, f"arrived\n\n> Visit [{old}]", new) is Outcome.DONE
    assert mail(desk, f"done\n\n> Visit [{code_of(desk, sent, 3, 'x' * 16)}]", old, "2") is Outcome.KEPT
    assert status(desk, sent) == "on_site"


def test_without_a_secret_no_code_is_genuine(desk: Desk, sent: int) -> None:
    code = code_of(desk, sent)

    assert mail(desk, "arrived", code, secret="") is Outcome.KEPT
    assert waiting(desk)[0].why == "forged"


def test_nothing_is_guessed(desk: Desk, sent: int) -> None:
    second = number_of(desk, an_order(site=2))
    code = code_of(desk, sent)
    desk.run(AssignVisit(order=second, technician=KIM, start_at=T0 + 3 * HOUR, is_sent=True))
    do(desk, f"visit {sent}")
    (_, extra) = visits(desk, sent)
    desk.run(AssignVisit(order=sent, visit=extra.id, technician=KIM, start_at=T0 + 5 * HOUR, is_sent=True))
    before = [visits(desk, number) for number in (sent, second)]

    assert mail(desk, "arrived") is Outcome.KEPT
    assert mail(desk, "arrived, I think", code, "2") is Outcome.KEPT
    assert mail(desk, "arrived 23:00", code, "3") is Outcome.KEPT
    assert line(desk, id="a", technician="kim", act="arrived") is Outcome.KEPT
    assert line(desk, id="b", technician="kim", order=sent, act="arrived") is Outcome.KEPT
    assert line(desk, id="c", technician="ali", order=sent, act="arrived") is Outcome.KEPT
    assert line(desk, id="d", technician="kim", order=second, act="arrived", text="?") is Outcome.KEPT
    assert line(desk, id="e", technician="kim", order=second, act="arrived", code=code) is Outcome.KEPT

    assert [row.why for row in waiting(desk)] == [
        *("no_code", "unknown", "unknown", "unknown", "several", "unknown", "unknown", "several")
    ]
    assert [visits(desk, number) for number in (sent, second)] == before


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"nonsense", "unreadable"),
        (b"[1]", "unreadable"),
        (b'{"id":"1","act":"arrived"', "unreadable"),
        (b'{"id":"1","id":"2","act":"arrived"}', "unreadable"),
        (b'{"id":"1","act":NaN}', "unreadable"),
        (b'{"id":"","act":"arrived"}', "unreadable"),
        (b'{"id":"1","act":"arrived","at":"2026-03-02T09:00"}', "unreadable"),
        (b'{"id":"1","act":"arrived","order":-4}', "unreadable"),
        (b'{"id":"1","act":"arrived","order":true}', "unreadable"),
        (b'{"id":"1","act":"arrived","colour":"red"}', "unreadable"),
        (b'{"id":"1","act":"arrived","technician":"\\ud800"}', "unreadable"),
        (b"[" * 5_000, "unreadable"),
        (b'{"id":' + b"9" * 5_000 + b"}", "unreadable"),
        (b'{"id":"1","act":"arrived","text":"' + b"x" * 20_000 + b'"}', "too_long"),
        (b"\xff\xfe\x00", "unreadable"),
        (b'{"id":"1","act":"frobnicate","technician":"kim","order":1}', "unknown"),
        (b'{"id":"1","act":"arrived","code":"WOM-1"}', "forged"),
    ],
)
def test_a_line_that_is_none_waits_with_its_words(desk: Desk, sent: int, said: bytes, why: str) -> None:
    before = desk.last_seq()

    assert take(read_line(said, "a.jsonl:1"), desk, SECRET) is Outcome.KEPT

    (row,) = waiting(desk)
    assert (row.why, row.source) == (why, "a.jsonl:1")
    assert len(row.text) <= 2_000
    assert desk.last_seq() == before + 1


def test_what_the_trade_refuses_waits_with_the_reason(desk: Desk, sent: int) -> None:
    desk.run(CancelOrder(order=sent, reason="called off"))

    assert line(desk, technician="kim", visit=f"{sent}/1", act="arrived") is Outcome.KEPT

    (row,) = waiting(desk)
    assert (row.why, row.visit, row.order) == ("refused", f"{sent}/1", sent)
    assert "cannot become on site" in row.reason


def test_whoever_accepts_does_it_as_themselves(desk: Desk, sent: int) -> None:
    mail(desk, "arrived 8:50", code_of(desk, sent, -2))
    (row,) = waiting(desk)
    at(desk, FIELD).run(AdvanceVisit(visit=visits(desk, sent)[0].id, to=VisitStatus.TRAVELLING))

    do(desk, f"inbound accept {row.number}")

    (visit,) = visits(desk, sent)
    assert (visit.status, visit.arrived_at) == (VisitStatus.ON_SITE, T0)
    found, history = desk.ask(inbound_detail, row.number)
    assert (found.status, found.decision, found.decided_at) == ("accepted", f"arrive {sent}/1", T0)
    assert [(event.kind, event.actor) for event in history] == [
        ("inbound.received", "inbound"),
        ("inbound.accepted", "admin"),
    ]
    desk.run(Undo())
    assert (status(desk, sent), desk.ask(waiting_count)) == ("travelling", 1)
    assert is_told(desk)


def test_whoever_accepts_says_what_it_is(desk: Desk, sent: int) -> None:
    mail(desk, "I am there and the dog bites")
    (row,) = waiting(desk)
    with pytest.raises(InvalidInput, match="does not say what is reported"):
        desk.run(AcceptInbound(inbound=row.number))
    with pytest.raises(InvalidInput, match="which visit"):
        desk.run(AcceptInbound(inbound=row.number, act=Act.ARRIVE))

    do(desk, f"inbound accept {row.number} note {sent}")

    assert detail_of(desk, sent).notes[0].fact.text == "Re: visit []\nI am there and the dog bites"
    with pytest.raises(Rejected) as refused:
        do(desk, f"inbound drop {row.number}")
    assert [violation.code for violation in refused.value.violations] == ["inbound.decided"]


def test_what_a_program_has_written_is_nobodys_note(desk: Desk, sent: int) -> None:
    line(desk, technician="zork", visit=f"{sent}/1", act="arrived")
    (row,) = waiting(desk)

    with pytest.raises(InvalidInput, match="its words"):
        do(desk, f"inbound accept {row.number} note {sent}")
    do(desk, f"inbound accept {row.number} note {sent} rang twice")

    assert [note.fact.text for note in detail_of(desk, sent).notes] == ["rang twice"]


def test_what_needs_nothing_is_dropped_with_the_reason_and_comes_back(desk: Desk, sent: int) -> None:
    mail(desk, "buy cheap pumps")
    (row,) = waiting(desk)

    do(desk, f"inbound drop {row.number} spam")

    assert [(r.status, r.decision) for r in waiting(desk)] == [("dropped", "spam")]
    desk.run(Undo())
    assert desk.ask(waiting_count) == 1
    desk.run(DropInbound(inbound=row.number))


def test_a_report_that_comes_late_finds_the_visit_over(desk: Desk, sent: int) -> None:
    (visit,) = visits(desk, sent)
    code = code_of(desk, sent)
    at(desk, FIELD).run(FailVisit(visit=visit.id, to=VisitStatus.DECLINED, reason="no ladder"))

    assert mail(desk, "arrived", code) is Outcome.KEPT
    assert status(desk, sent) == "declined"


def test_a_time_that_was_told_is_kept_for_whoever_accepts(desk: Desk, sent: int, clock: ManualClock) -> None:
    told_at = T0 - 5 * MINUTE
    line(desk, technician="ali", visit=f"{sent}/1", act="arrived", at=told_at.isoformat())
    clock.forward(HOUR)

    do(desk, f"inbound accept {waiting(desk)[0].number} arrive {sent}/1")

    assert visits(desk, sent)[0].arrived_at == told_at


def test_what_came_in_is_shown_without_what_a_terminal_obeys(desk: Desk, sent: int) -> None:
    take(
        report_of(b"From: \x1b]0;x\x07@y\nSubject: \x1b[2J\n\nhello \x1b[31m\xe2\x80\xae!", "\x1b[1m.eml"),
        desk,
        SECRET,
    )

    (row,) = waiting(desk)
    assert all(char.isprintable() or char == "\n" for char in row.text + row.sender + row.source + row.reason)


def test_what_came_in_says_nothing_any_more_of_a_customer_who_is_erased(desk: Desk) -> None:
    desk.run(LoadFacts(facts=(Customer(id=9, name="Ada Quill"),), what="customers"))
    number = number_of(desk, an_order(customer=9))
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR, is_sent=True))
    line(desk, id="Quill 1", technician="kim", order=number, act="note", text="Mrs Quill is at home")
    desk.run(CancelOrder(order=number, reason="called off"))
    line(desk, id="Quill 2", technician="kim", order=number, act="decline", text="ask Mrs Quill")
    assert len(waiting(desk)) == 1

    desk.run(EraseCustomer(customer=9))

    assert [(row.text, row.said) for row in waiting(desk)] == [("erased", "")]
    assert_forgotten(desk)


def test_only_who_dispatches_decides(desk: Desk, sent: int) -> None:
    mail(desk, "arrived")

    with pytest.raises(Rejected, match="needs dispatcher"):
        at(desk, FIELD).run(AcceptInbound(inbound=waiting(desk)[0].number, act=Act.ARRIVE, visit=1))


def test_the_desk_that_takes_it_in_stays_who_it_is(desk: Desk, sent: int) -> None:
    before = replace(desk)

    line(desk, technician="kim", visit=f"{sent}/1", act="arrived")

    assert (desk.actor, desk.door) == (before.actor, before.door)
