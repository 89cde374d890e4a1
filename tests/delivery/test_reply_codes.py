"""Can a technician answer what they were told, and does nobody else see the code by which they do?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.commands.typed import do, visits
from tests.delivering import KIM, Delivering, a_notification
from tests.endpoints import mail_server
from wom_tui.commands.notify import SetReach
from wom_tui.domain.reply_code import CODE, HIDDEN, claims_in
from wom_tui.domain.subscription_text import read_subscription
from wom_tui.errors import InvalidInput
from wom_tui.gateways.notify.mail import Mail
from wom_tui.gateways.notify.outlet import Answer, Fate
from wom_tui.inbound.spool import run_spool
from wom_tui.presets.shipped import shipped_notifications
from wom_tui.queries.inbound import inbound_rows
from wom_tui.queries.letters import Letter, previewed
from wom_tui.store import journal

SECRET = "a secret of the office that nobody knows"
HOUR = timedelta(hours=1)
ALL_ABOUT_KIM = ("technician-dispatched", "technician-visit", "technician-message")


@pytest.fixture
def answered(office: Delivering) -> Delivering:
    """The office, where answers are believed by a code, and Kim can be reached."""
    office.addresses = replace(office.addresses, takes_replies=True)
    office.secret = SECRET
    office.deliverer = office.another()
    office.desk.run(SetReach(technician=KIM, email="kim@acme.example", phone="+1 617 555 0100"))
    return office


def said_everywhere(office: Delivering) -> str:
    """All that people can look through: the journal, and the outbox with what it keeps."""
    events = office.desk.ask(lambda reader: list(journal.events(reader.connection)))
    return f"{events} {[vars(one) for one in office.outgoing()]} {office.desk.ask(inbound_rows)}"


def test_a_mail_is_answered_and_the_visit_goes_on(answered: Delivering, order: int, tmp_path: Path) -> None:
    answered.enable(shipped_notifications()["technician-visit"])
    do(answered.desk, f"dispatch {order}")
    with mail_server() as box:
        answered.outlets["mail"] = Mail(box.url)
        answered.round()
    (mail,) = box.came
    assert CODE.search(mail["Subject"])

    for place, word in enumerate(("accept", "travelling", "arrived", "done")):
        head = f"From: kim@acme.example\nSubject: Re: {mail['Subject']}\nMessage-ID: <{place}@kim>\n\n"
        quoted = "".join(f"> {line}\n" for line in mail.get_content().splitlines())
        (tmp_path / f"{place}.eml").write_text(f"{head}{word}\n\n{quoted}")
        taken = run_spool(tmp_path, answered.desk, SECRET)
        assert taken.failed == []

    assert visits(answered.desk, order)[0].status.value == "done"
    assert answered.desk.ask(inbound_rows) == []
    assert CODE.search(said_everywhere(answered)) is None


@pytest.mark.parametrize("name", ALL_ABOUT_KIM)
def test_what_ships_for_technicians_carries_a_code_and_says_how_to_answer(
    answered: Delivering, order: int, name: str
) -> None:
    answered.enable(shipped_notifications()[name].replace('"21:00-06:00"', '"none"'))
    do(answered.desk, f"dispatch {order}", f"message {order} the gate code is 1234")
    answered.round()

    (parcel,) = answered.canned.parcels
    (claim,) = claims_in(f"{parcel.subject}\n{parcel.body}")
    (visit,) = visits(answered.desk, order)
    assert claim.visit == visit.id
    assert visit.end_at is not None
    assert 48 * HOUR <= claim.until_at - visit.end_at <= 49 * HOUR
    assert "accept, travelling, arrived" in parcel.body
    assert len(parcel.body) < 320 or name != "technician-dispatched"


def test_whoever_looks_into_the_outbox_sees_no_code(answered: Delivering, order: int) -> None:
    answered.enable(shipped_notifications()["technician-visit"])
    do(answered.desk, f"dispatch {order}")
    now = answered.real_now()
    ask = answered.desk.ask
    before = ask(previewed, answered.the_outgoing(), answered.addresses, answered.desk.now(), now)
    answered.canned.answers.append(Answer(Fate.LATER, "451 later"))
    answered.round()
    frozen = answered.the_outgoing()
    after = ask(previewed, frozen, answered.addresses, answered.desk.now(), now)

    for letter in (before, after):
        assert isinstance(letter, Letter)
        assert HIDDEN in letter.subject
        assert CODE.search(f"{letter.subject} {letter.body}") is None
    assert frozen.content is not None
    assert CODE.search(frozen.content) is None
    assert Letter.of_content(frozen.content) == after


def test_every_attempt_carries_the_same_code(answered: Delivering, order: int) -> None:
    answered.enable(shipped_notifications()["technician-visit"])
    do(answered.desk, f"dispatch {order}")
    answered.canned.answers.append(Answer(Fate.LATER, "451 later"))
    answered.round()
    answered.round(after=timedelta(minutes=5))

    first, second = answered.canned.parcels
    assert (first.subject, first.body) == (second.subject, second.body)


def test_where_no_answers_are_taken_the_lines_with_a_code_are_left_out(
    answered: Delivering, order: int
) -> None:
    answered.addresses = replace(answered.addresses, takes_replies=False)
    answered.deliverer = answered.another()
    answered.enable(shipped_notifications()["technician-visit"])
    do(answered.desk, f"dispatch {order}")
    answered.round()

    (parcel,) = answered.canned.parcels
    assert "[" not in parcel.subject
    assert "code" not in parcel.body
    assert f"Order {order}" in parcel.body


def test_nobody_gets_a_code_for_a_visit_that_is_not_theirs(answered: Delivering, order: int) -> None:
    text = a_notification(event="visit.unassigned", to="technician", body="{order} is off.\\nBut {code}")
    answered.enable(text)
    do(answered.desk, f"unassign {order}")
    answered.round()

    assert answered.sent() == [f"We come: {order} is off."]


@pytest.mark.parametrize("to", ["customer", "role:manager", "address:ops"])
def test_only_what_a_technician_hears_may_ask_for_a_code(to: str) -> None:
    with pytest.raises(InvalidInput, match="code"):
        read_subscription(a_notification(to=to, body="{order} {code}"))


def test_a_code_is_not_cut_off_a_long_text(answered: Delivering, order: int) -> None:
    do(answered.desk, f"edit {order} title={'x' * 190}")
    body = "\\n".join(["{title} {title} {title}", "Answer with {code}"])
    answered.enable(a_notification(to="technician", by="sms", quiet="none", body=body))
    do(answered.desk, f"dispatch {order}")
    answered.round()

    (parcel,) = answered.canned.parcels
    assert "xxx...\nAnswer with WOM-" in parcel.body
    assert CODE.search(parcel.body)


def test_what_a_server_answers_is_kept_without_the_code_that_it_repeats(
    answered: Delivering, order: int
) -> None:
    answered.enable(shipped_notifications()["technician-visit"])
    do(answered.desk, f"dispatch {order}")
    with mail_server() as box:
        answered.outlets["mail"] = Mail(box.url)
        box.replies.append("550 no such thing as WOM-5C-1R2M-9X4TQ-2M7VB")
        answered.round()

    assert re.search("no such thing", answered.the_outgoing().said)
    assert CODE.search(answered.the_outgoing().said) is None


def test_what_is_kept_for_a_person_shows_no_code(answered: Delivering, order: int, tmp_path: Path) -> None:
    answered.enable(shipped_notifications()["technician-visit"])
    do(answered.desk, f"dispatch {order}")
    answered.round()
    (parcel,) = answered.canned.parcels
    head = f"From: kim@acme.example\nSubject: Re: {parcel.subject}\nMessage-ID: <1@kim>\n\n"
    (tmp_path / "1.eml").write_text(f"{head}I am stuck in traffic, tell them\n")
    run_spool(tmp_path, answered.desk, SECRET)

    (row,) = answered.desk.ask(inbound_rows)
    assert "stuck in traffic" in row.text
    assert HIDDEN in row.text
    assert CODE.search(said_everywhere(answered)) is None


def test_a_message_in_a_technicians_own_thread_is_about_no_order_and_has_no_code(
    answered: Delivering,
) -> None:
    answered.enable(shipped_notifications()["technician-message"])
    do(answered.desk, "tell kim please call the office")
    answered.round()

    (parcel,) = answered.canned.parcels
    assert "please call the office" in parcel.body
    assert "about no order" in parcel.body
    assert "WOM-" not in f"{parcel.subject} {parcel.body}"
