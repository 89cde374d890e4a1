"""Writes which rules come with the program, from their files, and what can be asked and waited for in a rule."""

from __future__ import annotations

from collections.abc import Iterator

from docs.markdown import code, table
from wom_tui.domain.about import VOCABULARIES, About
from wom_tui.domain.event_kinds import KINDS
from wom_tui.domain.rule import Definition, Group
from wom_tui.domain.rule_text import read_rule
from wom_tui.present.alerts import alert_words
from wom_tui.present.rules import catch_up_words, chore_words, trigger_words
from wom_tui.presets.shipped import shipped_rules

_GROUPS = {
    Group.INTAKE: "Orders that come in",
    Group.FIELD: "Technicians and visits under way",
    Group.PROMISES: "Dues, clocks and the backlog",
    Group.WAITING: "What waits for something",
    Group.FINISHING: "From the work's end to the bill",
    Group.OFFICE: "The office itself",
    Group.OWN: "Rules of your own",
}


def rules_page() -> Iterator[str]:
    """Each rule: what for, when, for which orders, what it does, how to change it."""
    rules = {name: (read_rule(text, name), text) for name, text in shipped_rules().items()}
    yield "# Rules that come with wom\n"
    yield f"{len(rules)} of them. **All are off** until a manager says `wom rule enable NAME`"
    yield "([why](../decisions/0040-shipped-rules.md)); `wom rule dry-run NAME` says before that what each would do."
    yield "How to write your own: [rules](../how-to/rules.md); what alerts are: [alerts](../how-to/alerts.md).\n"
    yield "To change one, put its file from below into `NAME.toml`, change it, and say `wom rule enable NAME.toml`: the"
    yield "office keeps it, under the same name or another. `wom rule disable NAME` switches it off, `wom undo` takes"
    yield "back what it did.\n"
    for group, heading in _GROUPS.items():
        mine = [(rule, text) for rule, text in rules.values() if rule.group is group]
        if not mine:
            continue
        yield f"## {heading}\n"
        rows = ((f"[`{rule.name}`](#{rule.name})", rule.says, _does(rule)) for rule, _ in mine)
        yield from table(("rule", "what for", "does"), rows)
        for rule, text in mine:
            yield from _rule(rule, text)
    yield from _asked()
    yield from _waited_for()


def _does(rule: Definition) -> str:
    told = [f"raises a {rule.alert.severity.value} alert"] if rule.alert is not None else []
    chore = [chore_words(rule.chore)] if rule.chore is not None else []
    return "; ".join([*told, *map(code, rule.lines), *chore]) or "makes orders"


def _rule(rule: Definition, text: str) -> Iterator[str]:
    yield f"### {rule.name}\n"
    yield f"{rule.says}\n"
    about = [line.removeprefix("#").strip() for line in text.splitlines() if line.startswith("#")]
    if about:
        yield f"{' '.join(about)}\n"
    yield f"- When: {trigger_words(rule.trigger)}."
    if rule.condition and rule.alert is None:
        yield f"- For orders that meet: {code(rule.condition)}."
    if alert := list(alert_words(rule)):
        told = "; ".join(alert)
        yield f"- {told[0].upper()}{told[1:]}."
    if rule.chore is not None:
        yield f"- Makes: {chore_words(rule.chore)}."
        yield f"- What passed while nothing ran: {code(catch_up_words(rule))}."
    if rule.alert is None and rule.lines:
        yield f"- Does: {', then '.join(map(code, rule.lines))}."
        yield f"- What passed while nothing ran: {code(catch_up_words(rule))}."
    yield ""
    file = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    yield f"```toml\n{file}\n```\n"


def _asked() -> Iterator[str]:
    yield "## What else than orders can be asked\n"
    yield "`when` is a [filter](filter.md) of orders. With `about` it is one of something else, with keys of its own:\n"
    for about in About:
        if about is About.ORDER:
            continue
        yield f'`about = "{about.value}"`\n'
        keys = VOCABULARIES[about].keys.values()
        yield from table(
            ("key", "holds", "kind"), ((code(key.name), key.help, key.kind.value) for key in keys)
        )


def _waited_for() -> Iterator[str]:
    yield "## Events that a rule can wait for\n"
    yield "After `event =`, one or several; the order that it is about is the one that the rule does something to.\n"
    yield from table(("event", "what happened"), ((code(kind), said) for kind, said in KINDS.items()))
