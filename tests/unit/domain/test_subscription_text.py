"""Is a notification read as it is written, and a wrong one refused with its line?"""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from tests.delivering import a_notification
from wom_tui.domain.subscription import Audience, Channel, Span, Words
from wom_tui.domain.subscription_text import checked_subscription, read_subscription
from wom_tui.errors import InvalidInput
from wom_tui.presets.shipped import shipped_notifications

WHOLE = """name = "moved"
says = "It moves."
event = ["visit.promised", "order.*"]
moved = "15m"
when = "pri<=2"
to = "role:manager"
by = "mail:relay"
quiet = "22:00-06:30"
urgent = "pri=1"
keep = "3h"
clock = 12
[words.en]
subject = "S {order}"
body = "B {from}"
[words.de]
subject = "T"
body = "C"
"""


def test_everything_is_read() -> None:
    found = read_subscription(WHOLE)

    assert (found.name, found.says, found.condition, found.urgent) == (
        "moved",
        "It moves.",
        "pri<=2",
        "pri=1",
    )
    assert (found.audience, found.detail) == (Audience.ROLE, "manager")
    assert (found.channel, found.endpoint) == (Channel.MAIL, "relay")
    assert found.moved == timedelta(minutes=15)
    assert found.quiet == Span(time(22), time(6, 30))
    assert (found.keep, found.has_halves) == (timedelta(hours=3), True)
    assert found.in_language("de-AT") == ("de", Words(body="C", subject="T"))
    assert found.in_language("fr")[0] == "en"
    assert [found.answers(kind) for kind in ("visit.promised", "order.held", "visit.done")] == [
        True,
        True,
        False,
    ]


def test_defaults_are_those_of_the_channel() -> None:
    sms = read_subscription(a_notification(by="sms"))
    hook = read_subscription(a_notification(by="webhook", to="", body=""))

    assert (sms.quiet, sms.keep) == (Span(time(21), time(8)), timedelta(hours=12))
    assert (hook.quiet, hook.audience, hook.words) == (None, Audience.ENDPOINT, {})
    assert read_subscription(a_notification(by="sms", quiet="none")).quiet is None


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('name = "moved"', 'name = "Moved!"', "1: name"),
        ('"visit.promised", ', '"visit promised", ', "3: event"),
        ('moved = "15m"', 'moved = "soon"', "4: moved"),
        ('when = "pri<=2"', 'when = "pri<<2"', "5: when"),
        ("role:manager", "role:boss", "6: to"),
        ("role:manager", "customer:1", "6: to"),
        ("role:manager", "ops@acme.example", "6: to"),
        ("mail:relay", "pigeon", "7: by"),
        ("mail:relay", "mail:https://x", "7: by"),
        ("mail:relay", "sms", "13: subject"),
        ("mail:relay", "webhook", "6: to"),
        ("22:00-06:30", "22-6", "8: quiet"),
        ("22:00-06:30", "22:00-22:00", "8: quiet"),
        ('keep = "3h"', 'keep = "999h"', "10: keep"),
        ("clock = 12", "clock = true", "11: clock"),
        ("[words.de]", "[words.german]", "15: words.german"),
        ('subject = "T"', "", "15: subject"),
        ('body = "C"', 'body = "{secret}"', "17: body"),
        ('body = "C"', 'boddy = "C"', "17: boddy"),
        ('body = "C"', 'body = "a\\u202eb"', "17: body"),
        ("keep", "kepp", "10: kepp"),
        ("[words.de]", "[words.de", "15"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, line: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_subscription(WHOLE.replace(old, new, 1), "it.toml")

    assert str(refused.value).startswith(f"it.toml:{line}")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("visitt.*", "visit.*"),
        ("work_order.*", "order.*"),
        ("visit.dispatchd", "visit.dispatched"),
        ("visitt.declined", "visit.declined"),
        ("tecnician.changed", "technician.changed"),
        ("stock.recieved", "stock.received"),
        ("note.x", "one of note.added"),
        ("order.plannable", "a kind that is written"),
    ],
)
def test_a_kind_that_never_happens_is_refused_where_it_is_switched_on(kind: str, expected: str) -> None:
    text = WHOLE.replace("visit.promised", kind)
    with pytest.raises(InvalidInput) as refused:
        checked_subscription(text, "it.toml")

    assert str(refused.value).startswith(f"it.toml:3: event: '{kind}' cannot be used; expected {expected}")
    assert kind in read_subscription(text).kinds  # one that is on already goes on


@pytest.mark.parametrize(
    "kind",
    [
        "technician.*",
        "stock.received",
        "request.received",
        "rule.disabled",
        "user.added",
        "work_order.erased",
    ],
)
def test_what_is_about_no_order_is_heard_of_as_well(kind: str) -> None:
    assert kind in checked_subscription(a_notification(event=kind)).kinds


def test_words_are_needed_and_an_sms_is_short() -> None:
    for text in (
        a_notification(by="sms", body=""),
        a_notification(by="sms", body="x" * 460),
        a_notification(by="mail", body="x" * 4_001),
        "x" * 30_000,
    ):
        with pytest.raises(InvalidInput):
            read_subscription(text)


@pytest.mark.parametrize("name", shipped_notifications())
def test_a_shipped_one_has_the_name_of_its_file(name: str) -> None:
    assert checked_subscription(shipped_notifications()[name], name).name == name
