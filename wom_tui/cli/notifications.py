"""What do the verbs of `wom notify` say of notifications: those that the office keeps, and those that come with wom?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.small_files import text_named
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.outbox import OutgoingState
    from wom_tui.domain.subscription import Definition, Subscription
    from wom_tui.outbox_desk import Ways

Which = Annotated[
    str, typer.Argument(metavar="NOTIFICATION", help="Its name, or the file that it is written in.")
]
COLUMNS = (
    *("name", "state", "events", "condition", "to", "by", "quiet", "sent", "waiting", "dead", "says"),
    *("why_off", "is_kept"),
)


def kept(desk: Desk) -> list[Subscription]:
    """Those that the office has switched on at some time."""
    from wom_tui.queries.outbox import all_subscriptions

    return desk.ask(all_subscriptions)


def text_of(desk: Desk, which: str) -> tuple[str, str]:
    """The text of a notification, and where it stands: a file, the office, or the program."""
    return text_named(which, "notification", _texts(kept(desk)))


def _texts(known: Iterable[Subscription]) -> dict[str, str]:
    """By name; what the office keeps goes before what comes with wom."""
    from wom_tui.presets.shipped import shipped_notifications

    return shipped_notifications() | {one.name: one.text for one in known}


def all_documents(desk: Desk, known: Iterable[Subscription]) -> list[dict[str, Any]]:
    """All there are, by name.

    Args:
        known: those that the office keeps.
    """
    from wom_tui.queries.outbox import counts

    there, numbers = {one.name: one for one in known}, desk.ask(counts)
    texts = sorted(_texts(there.values()).items())
    return [_document(name, text, there.get(name), numbers) for name, text in texts]


def document_of(desk: Desk, name: str, text: str) -> dict[str, Any]:
    """What there is to say of one; a text that a later program wrote is shown all the same."""
    from wom_tui.queries.outbox import counts

    known = next((one for one in kept(desk) if one.name == name), None)
    return _document(name, text, known, desk.ask(counts))


def _document(
    name: str, text: str, known: Subscription | None, numbers: Mapping[tuple[str, OutgoingState], int]
) -> dict[str, Any]:
    from wom_tui.domain.outbox import OutgoingState

    return _told(name, text) | {
        "state": "on" if known is not None and known.is_on else "off",
        "is_kept": known is not None,
        "sent": numbers.get((name, OutgoingState.SENT), 0),
        "waiting": numbers.get((name, OutgoingState.WAITING), 0)
        + numbers.get((name, OutgoingState.SENDING), 0),
        "dead": numbers.get((name, OutgoingState.DEAD), 0),
        "why_off": known.off_reason if known else None,
    }


def _told(name: str, text: str) -> dict[str, Any]:
    from wom_tui.domain.subscription_text import read_subscription
    from wom_tui.present.notifications import audience_words, events_words, quiet_words, way_words

    try:
        one = read_subscription(text, name)
    except InvalidInput as error:
        nothing = dict.fromkeys(("events", "condition", "to", "by", "quiet"), "")
        return {"name": name, "says": str(error), **nothing}
    return {
        "name": one.name,
        "says": one.says,
        "events": events_words(one),
        "condition": one.condition,
        "to": audience_words(one),
        "by": way_words(one),
        "quiet": quiet_words(one),
    }


def unset_words(known: Iterable[Subscription], ways: Ways) -> Iterator[str]:
    """Which endpoints those that are on need, and the settings do not name."""
    from wom_tui.domain.subscription_text import read_subscription

    for one in known:
        try:
            definition = read_subscription(one.text, one.name)
        except InvalidInput:
            continue
        if one.is_on and (unset := unset_way(definition, ways)):
            yield f"{one.name}: {unset}"


def unset_way(definition: Definition, ways: Ways) -> str:
    """That the settings do not name the endpoint that it needs; empty where they do."""
    if ways.outlets(definition.channel, definition.endpoint) is not None:
        return ""
    return f"{ways.why_not(definition.channel, definition.endpoint)}; until it is, messages wait"
