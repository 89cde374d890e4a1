"""How does a line switch rules on and off? `rule enable`, `rule disable`, `rule stop`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wom_tui.commands.command import Command
from wom_tui.commands.rule import DisableRule, EnableRule, StopRules
from wom_tui.errors import InvalidInput
from wom_tui.grammar.common_words import act_of, common
from wom_tui.grammar.intent import Argument, Intent, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.resolver import Resolver

BY_HAND = "switched off by hand"  # where nobody says why


def rule(intent: Intent, look: Resolver) -> Command:
    """One of the three acts."""
    return _BUILD[act_of(intent, RULE_ACTS)](intent, look)


def _enable(intent: Intent, look: Resolver) -> Command:
    """`rule enable due-soon-first`: as the office keeps it, else as it comes with the program."""
    from wom_tui.grammar.rule_lines import checked_rule  # which reads lines by all verbs, this one among them

    name = _named(intent)
    text = look.rule(name)
    checked_rule(text, name, look)
    return EnableRule(text=text, **common(intent, look))


def _disable(intent: Intent, look: Resolver) -> Command:
    """`rule disable due-soon-first too many of them`."""
    name, _, reason = _rest(intent).partition(" ")
    if not name:
        raise InvalidInput("rule", "", f"its name, as in: {intent.verb.example}")
    return DisableRule(name=name, reason=reason.strip() or BY_HAND, **common(intent, look))


def _stop(intent: Intent, look: Resolver) -> Command:
    """`rule stop`, `rule stop the storm needs other rules`."""
    return StopRules(reason=_rest(intent) or BY_HAND, **common(intent, look))


def _named(intent: Intent) -> str:
    name = _rest(intent)
    if not name or " " in name:
        raise InvalidInput("rule", name, f"the name of one, as in: {intent.verb.example}")
    return name


def _rest(intent: Intent) -> str:
    return str(intent.arguments.get("rule", "")).strip()


_BUILD: Mapping[str, Callable[[Intent, Resolver], Command]] = {
    "enable": _enable,
    "disable": _disable,
    "stop": _stop,
}
RULE_ACTS = tuple(_BUILD)
RULE = Verb(
    name="rule",
    takes=Takes.NOTHING,
    arguments=(Argument("act", Kind.RULE_ACT), Argument("rule", Kind.RULE, is_required=False, is_rest=True)),
    build=rule,
    commands=(EnableRule, DisableRule, StopRules),
    example="rule enable due-soon-first",
    said="Switch a rule on or off by its name; `stop` switches all of them off.",
)
