"""What is done with branches: made, changed, dropped, and brought back to the live days.

What a branch holds is changed by `branch_bus.py`, which finds out what it comes to; here it is only kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from wom_tui.commands.command import Command
from wom_tui.commands.plan import AcceptPlan, accept_plan
from wom_tui.domain.branch import LIVE, LONGEST_NAME, Branch, BranchLine, BranchStatus, plan_of
from wom_tui.domain.plan import was_of
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.domain.words import some
from wom_tui.errors import InvalidInput, Rejected
from wom_tui.store import journal
from wom_tui.store.reader import Reader
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class NewBranch(Command):
    """Begin a branch: a plan beside the live days."""

    name: str

    def check(self) -> None:
        super().check()
        said = self.name
        if not said or len(said) > LONGEST_NAME or said != "-".join(said.split()) or said.casefold() == LIVE:
            raise InvalidInput("name", said, f"a word of up to {LONGEST_NAME} signs, and not {LIVE}")

    @property
    def summary(self) -> str:
        return f"branch {self.name}"


def new_branch(command: NewBranch, unit: Unit) -> None:
    unit.heed(_taken(command.name, unit))
    basis = journal.count(unit.connection)
    unit.save(Branch(id=unit.new_id(Branch), name=command.name, basis=basis), "branch.created")


def _taken(name: str, unit: Unit) -> Iterator[Violation]:
    if open_branch(unit, name) is not None:
        yield Violation(
            code="branch.exists",
            message=f"there is a branch {name} already; drop or merge it first",
            facts={"branch": name},
        )


def open_branch(reader: Reader, name: str) -> Branch | None:
    """The branch of that name that people work on."""
    found = reader.select(Branch, status=BranchStatus.OPEN)
    return next((one for one in found if one.name.casefold() == name.casefold()), None)


@dataclass(frozen=True, kw_only=True)
class BranchCommand(Command):
    """A command about one branch."""

    branch: int
    expect: int | None = None

    def target(self, unit: Unit) -> Branch:
        """The branch in the version that the actor saw, which people still work on."""
        found = unit.get(Branch, self.branch, expect=self.expect)
        unit.heed(_ended(found))
        return found


def _ended(branch: Branch) -> Iterator[Violation]:
    if branch.status is not BranchStatus.OPEN:
        yield Violation(
            code="branch.ended",
            message=f"branch {branch.name} is {branch.status.value}",
            facts={"branch": branch.name, "status": branch.status.value},
        )


@dataclass(frozen=True, kw_only=True)
class ChangeBranch(BranchCommand):
    """Keep what a branch has come to."""

    lines: tuple[BranchLine, ...]
    said: str = ""  # the act in words

    @property
    def summary(self) -> str:
        return self.said or "change branch"


def change_branch(command: ChangeBranch, unit: Unit) -> None:
    branch = command.target(unit)
    unit.save(replace(branch, lines=command.lines), "branch.changed")


@dataclass(frozen=True, kw_only=True)
class DropBranch(BranchCommand):
    """Give a branch up; undo brings it back."""

    reason: str = ""  # why, for whoever has made it

    @property
    def summary(self) -> str:
        return "drop branch"


def drop_branch(command: DropBranch, unit: Unit) -> None:
    branch = command.target(unit)
    unit.save(replace(branch, status=BranchStatus.DROPPED), "branch.dropped")
    unit.summary = f"drop branch {branch.name}"
    if reason := command.reason.strip():
        unit.summary = f"{unit.summary}: {reason}"
        unit.result["reason"] = reason


@dataclass(frozen=True, kw_only=True)
class MergeBranch(BranchCommand):
    """Bring lines of a branch to the live days, as one act. What is not taken stays in the branch."""

    take: tuple[int, ...] | None = None  # which of its lines, counted from 0; None = all
    insist: tuple[int, ...] = ()  # taken even where somebody has moved the visit meanwhile
    has_to_book: bool = False  # where none of them can be taken, the act is refused
    is_last_word: bool = (
        False  # somebody has said no to what is not taken: nothing of the branch waits any more
    )

    @property
    def summary(self) -> str:
        return "merge branch"


def merge_branch(command: MergeBranch, unit: Unit) -> None:
    branch = command.target(unit)
    wanted = set(range(len(branch.lines)) if command.take is None else command.take)
    if strange := sorted((wanted | set(command.insist)) - set(range(len(branch.lines)))):
        raise InvalidInput("line", strange[0] + 1, f"one of the branch's {len(branch.lines)} lines")
    taken = {
        at: as_it_stands(line, unit) if at in command.insist else line
        for at, line in enumerate(branch.lines)
        if at in wanted
    }
    refused = put_in(taken.values(), branch, unit)
    if command.has_to_book and refused and all(line.order in refused for line in taken.values()):
        raise Rejected(
            [Violation(code="repair.overtaken", message=why) for why in refused.values()],
            advice=f"nothing was booked; repair {branch.name} still waits, unless it is made anew",
        )
    left = tuple(line for at, line in enumerate(branch.lines) if at not in taken or line.order in refused)
    status = BranchStatus.OPEN if left and not command.is_last_word else BranchStatus.MERGED
    unit.save(replace(branch, lines=left, status=status), "branch.merged")
    done = sum(line.order not in refused for line in taken.values())
    unit.summary = f"merge branch {branch.name}: {some(done, 'visit')}"
    unit.result |= {"merged": done, "left": len(left)}
    if command.is_last_word and (without := _not_wanted(branch, wanted)):
        unit.summary = f"{unit.summary}, without {', '.join(map(str, without))}"
        unit.result["without"] = without
    # In the words of `AcceptPlan`, for whoever shows a plan.
    unit.result["planned"] = sum(
        1 for line in taken.values() if line.technician and line.order not in refused
    )
    unit.result["refused"] = [{"number": number, "reason": why} for number, why in refused.items()]


def _not_wanted(branch: Branch, wanted: Collection[int]) -> list[int]:
    """The orders that somebody has left out, each once."""
    return sorted({line.order for at, line in enumerate(branch.lines) if at not in wanted})


def accepting(branch: Branch, without: frozenset[int]) -> MergeBranch:
    """What says yes to a branch, and no to some orders of it: then nothing of it waits any more.

    Raises:
        InvalidInput: all of it is left out.
    """
    take = tuple(at for at, line in enumerate(branch.lines) if line.order not in without)
    if without and not take:
        said = f"fewer, or a no to all of it: wom repair reject {branch.name} WHY"
        raise InvalidInput("leave", "", said, why=f"that leaves nothing of {branch.name} to accept")
    return MergeBranch(
        branch=branch.id,
        expect=branch.version,
        take=take,
        has_to_book=True,
        is_last_word=bool(without),
    )


def put_in(lines: Iterable[BranchLine], branch: Branch, unit: Unit) -> dict[int, str]:
    """Do what the lines say; answers why not, by order, where something has changed."""
    lines = list(lines)
    if not lines:
        return {}
    accept_plan(AcceptPlan(plan=plan_of(lines, unit.at.date(), branch.basis)), unit)
    told = unit.result.pop("refused")
    unit.result.pop("planned")
    return {int(one["number"]): str(one["reason"]) for one in told}


def as_it_stands(line: BranchLine, reader: Reader) -> BranchLine:
    """The line as if the branch had touched the visit only now."""
    if line.visit is None:
        return line
    visit = reader.find(Visit, line.visit)
    return line if visit is None else replace(line, was=was_of(visit) if visit.is_booked else None)
