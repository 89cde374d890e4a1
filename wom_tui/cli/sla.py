"""`wom sla`: the agreements of how soon; fit rules to the dues that came in, accept them, and compare."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from wom_tui.cli.nouns import add_verbs
from wom_tui.cli.output import answer, print_table, say, tell
from wom_tui.cli.shell import Shell, shell_of
from wom_tui.domain.sheets.catalogue import SHEETS
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.intake.preset import Preset
    from wom_tui.domain.receipt import Receipt
    from wom_tui.domain.sla.fit import FittedRule
    from wom_tui.queries.sla import Cases, Samples, SlaAudit

_CASES = ("all", "even", "odd")

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

PresetOption = Annotated[str, typer.Option(help="Whose dues, and in which business hours they count.")]
CasesOption = Annotated[
    str, typer.Option(help="all, or only the orders whose number in their own system is even, or odd.")
]


@app.callback()
def sla() -> None:
    """SLA policies: list, show, create, edit, remove; fit rules to dues, accept them, compare."""


add_verbs(app, SHEETS["sla"])


@app.command()
def fit(
    context: typer.Context,
    preset: PresetOption,
    cases: CasesOption = "all",
    accept: Annotated[
        bool, typer.Option("--accept", help="Make them the office's rules, as one act.")
    ] = False,
) -> None:
    """Propose one rule for each work type from the dues that its orders came with."""
    _fit(shell_of(context), preset, cases, accept=accept, asks=False)


@app.command()
def accept(
    context: typer.Context,
    preset: PresetOption,
    cases: CasesOption = "all",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Show the rules that `fit` proposes, and make them the office's own after a yes."""
    if not yes and not sys.stdin.isatty():
        raise InvalidInput("--yes", "nothing", "your yes: there is nobody here to ask")
    _fit(shell_of(context), preset, cases, accept=True, asks=not yes)


@app.command()
def audit(context: typer.Context, cases: CasesOption = "all") -> None:
    """Compare the dues that the office's rules give with those that the orders came with."""
    from wom_tui.queries.sla import sla_audit

    shell = shell_of(context)
    with shell.desk() as desk:
        found: SlaAudit = shell.ask(desk, sla_audit, cases=_cases(cases))
    answer(shell.is_json, found.as_dict(), lambda: _show_audit(found))


def _fit(shell: Shell, preset_name: str, said_cases: str, *, accept: bool, asks: bool) -> None:
    from wom_tui.domain.sla.fit import fit as fitted
    from wom_tui.presets.loader import load_preset
    from wom_tui.queries.sla import fit_samples

    preset, cases = load_preset(preset_name), _cases(said_cases)
    if preset.work_calendar is None:
        raise InvalidInput("--preset", preset_name, "a preset with a calendar: dues count in its hours")
    with shell.desk(writes=accept) as desk:
        samples = desk.ask(fit_samples, cases=cases, source=preset.source)
        rules = fitted(samples.spans, preset.work_calendar)
        if asks:
            _show_rules(rules)
            typer.confirm(f"Make these {len(rules)} rules the office's own?", abort=True, err=True)
        receipt = _accept(desk, preset, samples, rules) if accept and rules else None
    document = {
        "samples": len(samples.spans),
        "rules": [_rule_document(rule) for rule in rules],
        "accepted": receipt.as_dict() if receipt else None,
    }
    answer(shell.is_json, document, lambda: None if asks else _show_rules(rules))
    if receipt is not None:
        done = receipt.result
        counts = f"{done['added']} rules added, {done['changed']} changed"
        say(f"{counts}; {done['orders']} open orders have new dues")
    elif not accept:
        say("nothing is stored yet: wom sla fit --accept makes them the office's own")


def _accept(desk: Desk, preset: Preset, samples: Samples, rules: tuple[FittedRule, ...]) -> Receipt:
    from wom_tui.commands.sla import AcceptedRule, AcceptRules

    assert preset.calendar is not None
    assert samples.first_on is not None
    return desk.run(
        AcceptRules(
            rules=tuple(AcceptedRule(work_type=rule.work_type, resolve=rule.target) for rule in rules),
            calendar=preset.calendar,
            holidays=preset.holidays,
            effective_from_on=samples.first_on,
        )
    )


def _cases(said: str) -> Cases:
    if said not in _CASES:
        raise InvalidInput("--cases", said, f"one of {', '.join(_CASES)}")
    return cast("Cases", said)


def _rule_document(rule: FittedRule) -> dict[str, Any]:
    return {
        "work_type": rule.work_type,
        "target": str(rule.target),
        "amount": rule.target.amount,
        "unit": rule.target.unit.value,
        "samples": rule.n,
        "within_2_min": rule.n_within_2_min,
    }


def _show_rules(rules: tuple[FittedRule, ...]) -> None:
    print_table(
        ("work type", "resolve within", "dues given", "of"),
        ((rule.work_type, rule.target, rule.n_within_2_min, rule.n) for rule in rules),
    )


def _show_audit(found: SlaAudit) -> None:
    print_table(
        ("work type", "rule", "within 2 min", "compared", "without a rule"),
        ((t.work_type, t.target, t.within_2_min, t.compared, t.without_rule) for t in found.by_type),
    )
    share = "" if found.share_percent is None else f": {found.share_percent} % of all that came with one"
    apart = f"{found.without_rule} without a rule"
    tell(f"{found.within_2_min} of {found.compared} within 2 minutes, {apart}{share}")
