"""How does a line say what becomes of an alert? `ack 12`, `alert snooze 12 until=15:00 …`, `assign`, `clear`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wom_tui.commands.alert import AcknowledgeAlert, AssignAlert, ClearAlert, SnoozeAlert
from wom_tui.commands.command import Command
from wom_tui.errors import InvalidInput
from wom_tui.grammar import values
from wom_tui.grammar.common_words import act_of, common, seen
from wom_tui.grammar.intent import EXPECT, Argument, Intent, Option, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.resolver import Resolver


def acknowledge(intent: Intent, look: Resolver) -> Command:
    """`ack 12`."""
    return AcknowledgeAlert(**_about(intent.arguments["alert"], intent, look))


def alert(intent: Intent, look: Resolver) -> Command:
    """One of the four acts."""
    act = act_of(intent, ALERT_ACTS)
    number, _, words = intent.arguments["rest"].partition(" ")
    build, options = _BUILD[act]
    for name in intent.options:
        if name not in (*options, "at", "why", EXPECT.name):
            raise InvalidInput(f"alert {act}", f"{name}=", f"one of {', '.join(options) or 'no options'}")
    return build(words.strip(), _about(number, intent, look), intent, look)


def _about(number: str, intent: Intent, look: Resolver) -> dict[str, Any]:
    return {
        "alert": values.count(number, "alert", least=1),
        "expect": seen(intent, None),
        **common(intent, look),
    }


def _ack(words: str, about: dict[str, Any], intent: Intent, look: Resolver) -> Command:
    if words:
        raise InvalidInput("alert ack", words, "nothing after the number: alert ack 12")
    return AcknowledgeAlert(**about)


def _snooze(words: str, about: dict[str, Any], intent: Intent, look: Resolver) -> Command:
    """`alert snooze 12 they call back until=15:00`: the words are the reason."""
    example = "alert snooze 12 they call back until=15:00"
    if "until" not in intent.options:
        raise InvalidInput("until", "", f"when it is to be back, as in: {example}")
    reason = " ".join(filter(None, (intent.options.get("reason", ""), words)))
    if not reason:
        raise InvalidInput("reason", "", f"why, in words, as in: {example}")
    return SnoozeAlert(until_at=look.opening(intent.options["until"], "until"), reason=reason, **about)


def _assign(words: str, about: dict[str, Any], intent: Intent, look: Resolver) -> Command:
    """`alert assign 12 ann`, `alert assign 12 me`."""
    to = words.removeprefix("to ").strip()
    if not to:
        raise InvalidInput("alert assign", "", "to whom: alert assign 12 ann, or me")
    return AssignAlert(to=to, **about)


def _clear(words: str, about: dict[str, Any], intent: Intent, look: Resolver) -> Command:
    """`alert clear 12 the sensor was wrong`."""
    return ClearAlert(reason=" ".join(filter(None, (intent.options.get("reason", ""), words))), **about)


_Build = Callable[[str, dict[str, Any], Intent, Resolver], Command]
_BUILD: Mapping[str, tuple[_Build, tuple[str, ...]]] = {
    "ack": (_ack, ()),
    "snooze": (_snooze, ("until", "reason")),
    "assign": (_assign, ()),
    "clear": (_clear, ("reason",)),
}
ALERT_ACTS = tuple(_BUILD)

ALERT_VERBS: tuple[Verb, ...] = (
    Verb(
        name="ack",
        aliases=("acknowledge",),
        takes=Takes.NOTHING,
        arguments=(Argument("alert", Kind.ALERT),),
        options=(EXPECT,),
        build=acknowledge,
        commands=(AcknowledgeAlert,),
        example="ack 12",
    ),
    Verb(
        name="alert",
        takes=Takes.NOTHING,
        arguments=(Argument("act", Kind.ALERT_ACT), Argument("rest", Kind.ALERT, is_rest=True)),
        options=(
            Option("until", Kind.TIME, "when one that is snoozed is to be back"),
            Option("reason", Kind.TEXT, "why it is snoozed, or cleared"),
            EXPECT,
        ),
        build=alert,
        commands=(AcknowledgeAlert, SnoozeAlert, AssignAlert, ClearAlert),
        example="alert snooze 12 they call back until=15:00",
        said="What becomes of an alert, by its number: `ack`, `snooze`, `assign` or `clear` it.",
    ),
)
