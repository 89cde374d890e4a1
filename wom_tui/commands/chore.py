"""What comes of a rule that makes something for the whole office: a backup that is there, a review, or trouble."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wom_tui.commands.alerting import clear_of_rule, tell_of_backup, tell_of_review
from wom_tui.commands.command import Command
from wom_tui.commands.rule import answer_firing, rule_that_acts
from wom_tui.domain.alert import NO_BACKUP
from wom_tui.domain.review import Review
from wom_tui.domain.rule import Firing, Outcome
from wom_tui.store.unit import Unit

_THERE = "tonight's backup is there"


@dataclass(frozen=True, kw_only=True)
class RecordBackup(Command):
    """Write down that the backup of a night is there: once, with the file's name and its size.

    Attributes:
        said: what the rule's history tells of it.
    """

    rule: int
    firing: Firing
    said: str

    @property
    def summary(self) -> str:
        return f"rule {self.firing.rule}: {self.said}"


def record_backup(command: RecordBackup, unit: Unit) -> None:
    rule_that_acts(command.rule, command.firing.rule, unit)
    clear_of_rule(command.firing.rule, unit, (NO_BACKUP,), _THERE)
    _answer(command.firing, Outcome.DONE, command.said, unit)


@dataclass(frozen=True, kw_only=True)
class PrepareReview(Command):
    """Keep the review of a week, and tell the dispatchers that it is there. A week has one.

    Attributes:
        review: as it was put together; its number is given here.
    """

    rule: int
    firing: Firing
    review: Review

    @property
    def summary(self) -> str:
        return f"rule {self.firing.rule}: review of {self.review.week}"


def prepare_review(command: PrepareReview, unit: Unit) -> None:
    firing, review = command.firing, command.review
    rule_that_acts(command.rule, firing.rule, unit)
    if unit.select(Review, week_on=review.week_on):
        _answer(firing, Outcome.SO_ALREADY, f"{review.week} was prepared before", unit)
        return
    kept = unit.save(replace(review, id=unit.new_id(Review)), "review.prepared")
    tell_of_review(firing.rule, kept.week, kept.words, unit)
    _answer(firing, Outcome.DONE, f"{kept.week}: {kept.words}", unit)


@dataclass(frozen=True, kw_only=True)
class ReportTrouble(Command):
    """Raise the alert that there is no backup tonight; it is cleared by the one that comes after all."""

    rule: int
    name: str
    why: str

    @property
    def summary(self) -> str:
        return f"rule {self.name}: {self.why}"


def report_trouble(command: ReportTrouble, unit: Unit) -> None:
    rule_that_acts(command.rule, command.name, unit)
    tell_of_backup(command.name, command.why, unit)


def _answer(firing: Firing, outcome: Outcome, said: str, unit: Unit) -> None:
    said = answer_firing(firing, outcome, said, unit, order=None)
    unit.result |= {"outcome": outcome.value, "said": said}
