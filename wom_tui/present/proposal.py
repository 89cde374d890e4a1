"""How is a proposed plan shown? A verdict, what it costs, its visits, and what is left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from wom_tui.domain.habits import mine
from wom_tui.domain.plan import Plan, PlannedVisit, Unplanned
from wom_tui.planning.repair import is_shift
from wom_tui.planning.shares import key_of
from wom_tui.present.candidates import slack
from wom_tui.present.cells import Line, Piece, cut, fit, line_width, width_of, wrap
from wom_tui.present.durations import clock_of, duration, moment, way_min
from wom_tui.present.heads import head
from wom_tui.present.lanes import short_name
from wom_tui.present.proposal_costs import Term, line_terms, share_cells
from wom_tui.present.repair import told
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Setting

if TYPE_CHECKING:
    from wom_tui.planning.effort import Reached
    from wom_tui.planning.repair import Stuck
    from wom_tui.planning.shares import Shares
    from wom_tui.queries.lane import Lane


_LAST = 9  # behind every priority
_LEAST_NAME = 8  # cells of a name that is still one


@dataclass(frozen=True, slots=True)
class About:
    """What a line says about its order."""

    title: str
    priority: int
    site: str
    due_at: datetime | None
    is_responding: bool  # the due is about the start of the service, not its end


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A plan with the words for it.

    Attributes:
        plan: what would be booked: its visits are those that are taken.
        about: by order. names: by technician's id.
        moves: all lines that were proposed, most urgent first.
        left_out: which of them are not taken, as indices.
        costs: what the day costs as it is, and what each line that is taken changes.
        lanes: by technician, the days that its lines change, as they are.
        stuck: of a repair, what begins too soon to be moved and cannot be kept.
    """

    plan: Plan
    about: Mapping[int, About]
    names: Mapping[int, str]
    seconds: float
    moves: tuple[PlannedVisit, ...] = ()
    left_out: frozenset[int] = frozenset()
    refused: Mapping[int, str] = field(default_factory=dict)  # by order, after it was accepted
    is_repair: bool = False
    costs: Shares | None = None
    lanes: Mapping[int, Lane] = field(default_factory=dict)
    stuck: tuple[Stuck, ...] = ()

    @cached_property
    def bounds(self) -> tuple[datetime, ...]:
        """The first begin and the last; nothing where no visit is proposed."""
        begins = [line.start_at for line in self.moves]
        return (min(begins), max(begins)) if begins else ()

    @property
    def nothing(self) -> str:
        """What is said where it has no line."""
        if self.is_repair:
            return "every visit that is booked can be done as it stands"
        return "nothing to plan: every order that is ready has its technician"

    @property
    def left_out_orders(self) -> frozenset[int]:
        """The orders of the lines that are not taken."""
        return frozenset(self.moves[index].order for index in self.left_out)

    def together(self, index: int) -> frozenset[int]:
        """The lines that are taken or left out with one: those of its crew."""
        one = self.moves[index]
        if one.was is not None:
            return frozenset({index})
        return frozenset(at for at, line in enumerate(self.moves) if line.order == one.order)

    @property
    def taken(self) -> tuple[PlannedVisit, ...]:
        """The lines that would be booked; after it was accepted, those that were."""
        return tuple(line for line in self.plan.visits if line.order not in self.refused)

    @property
    def late_min(self) -> tuple[int, ...]:
        """By how much the taken lines that miss a due miss it."""
        slacks = (self.slack_min(line) for line in self.taken)
        return tuple(-minutes for minutes in slacks if minutes is not None and minutes < 0)

    def slack_min(self, line: PlannedVisit) -> int | None:
        """Minutes between the due and the visit; None where nothing is due."""
        about = self.about.get(line.order)
        if about is None or about.due_at is None:
            return None
        then = line.start_at if about.is_responding else line.end_at
        return int((about.due_at - then).total_seconds() // 60)


def concerned(line: PlannedVisit) -> tuple[int, ...]:
    """Whose days a line changes: who had the visit, then who gets it."""
    was = (line.was.technician,) if line.was is not None and line.was.technician != line.technician else ()
    return (*was, line.technician)


def reached_words(reached: Reached) -> str:
    """How far a search is: the best so far, in figures that fall."""
    found = f"{reached.left:,} without a place, {reached.travel_s // 60:,} min on the road"
    return f"{found}, {reached.iterations:,} steps" if reached.iterations else f"{found}; the engine starts"


def sorted_moves(
    plan: Plan, about: Mapping[int, About], first: frozenset[int] = frozenset()
) -> tuple[PlannedVisit, ...]:
    """What was to come before all others, then urgent ones, then by time."""

    def rank(line: PlannedVisit) -> tuple[bool, int, datetime, int]:
        known = about.get(line.order)
        return line.order not in first, known.priority if known else _LAST, line.start_at, line.order

    return tuple(sorted(plan.visits, key=rank))


def verdict(proposal: Proposal, at: Setting) -> Line:
    """How much of the work would have a place; late is said of what has one."""
    plan, left_out, late = proposal.plan, len(proposal.left_out), len(proposal.late_min)
    if proposal.is_repair:
        return _mended(proposal, at)
    placed, total = len(proposal.taken), len(proposal.moves) + len(plan.unplanned)
    is_whole = placed == total
    done, ready, refused = ("=", "o", "x") if at.is_ascii else ("√", "○", "×")
    line: list[Piece] = [
        (f"{done} {placed:,} of {total:,} placed", "bold site" if is_whole else "bold bright")
    ]
    if plan.unplanned:
        line.append((f"    {ready} {len(plan.unplanned):,} unplanned", "ready"))
    if left_out:
        line.append((f"    {left_out:,} left out by you", "accent"))
    if late:
        line.append((f"    ! {late:,} placed late", "late"))
    if proposal.refused:
        line.append((f"    {refused} {len(proposal.refused):,} refused", "late"))
    return tuple(line)


def _mended(proposal: Proposal, at: Setting) -> Line:
    """How much of what is booked changes."""
    taken = proposal.taken
    lost = sum(one.order not in proposal.refused for one in proposal.plan.unplanned)
    shifted = sum(is_shift(line) for line in taken)
    moved = sum(line.was is not None for line in taken) - shifted
    placed = len(taken) - moved - shifted
    arrow = "m" if at.is_ascii else "↔"
    stuck = tuple(
        (
            f"    ! {one.visit.label} cannot be kept: there at {clock_of(proposal.plan.on, one.there_at, at.zone)}",
            "late",
        )
        for one in proposal.stuck
    )
    if not (taken or lost):
        said = "nothing can be moved" if stuck else "nothing has to change"
        return ((said, "bold bright"), *stuck)
    line: list[Piece] = [(f"{arrow} {moved:,} moved", "bold bright")]
    line += [(f"    + {placed:,} placed", "site")] if placed else []
    line += [(f"    {shifted:,} a little later", "text")] if shifted else []
    line += [(f"    {'-' if at.is_ascii else '−'} {lost:,} without a place", "late")] if lost else []
    line += [(f"    {len(proposal.left_out):,} left out by you", "accent")] if proposal.left_out else []
    line += [(f"    {len(proposal.refused):,} refused", "late")] if proposal.refused else []
    return (*line, *stuck)


@dataclass(frozen=True, slots=True)
class Widths:
    """Columns of the moves; 0 = dropped."""

    title: int
    name: int
    site: int
    start: int
    terms: tuple[Term, ...]


def widths_for(proposal: Proposal, width: int, at: Setting) -> Widths:
    """What the columns get; the site goes first, then what each line costs, then the title shrinks."""
    terms = line_terms(width)
    bounds = (width_of(clock_of(proposal.plan.on, start_at, at.zone)) for start_at in proposal.bounds)
    start = max([mine().clock_cells, *bounds])
    fixed = 27 + start + sum(term.cells for term in terms)
    room = max(0, width - fixed - 1)
    name = min(26, max(10, room // 2)) if proposal.is_repair else min(18, max(10, room * 2 // 5))
    site = max(0, min(34, room - name - 32)) if width >= 140 else 0
    title = max(0, room - name - site - (2 if site else 0))
    if site and title > 50:
        site, title = site + title - 50, 50
    return Widths(title=title, name=name, site=site, start=start, terms=terms)


def moves_head(count: int, width: int, rule: str) -> Line:
    """The head of the lines."""
    return head("Visits", width, rule, number=count, indent=3, has_margin=True)


def columns_head(proposal: Proposal, width: int, at: Setting) -> Line:
    """Names of the columns."""
    w = widths_for(proposal, width, at)
    site = f"{'Site':<{w.site}}  " if w.site else ""
    left = f"{'':6}{'Order':>6}    {'What':<{w.title}} {site}{'Technician':<{w.name}} "
    terms = "".join(f"{term.short:>{term.cells}}" for term in w.terms)
    return ((f"{left}{'Start':>{w.start}} {'Slack':>8}{terms}", "dim"),)


def move_line(
    proposal: Proposal,
    line: PlannedVisit,
    width: int,
    at: Setting,
    *,
    is_taken: bool,
    is_cursor: bool,
    cursor_sign: str,
) -> Line:
    """One visit: taken or left out, what, who, when, what is left to the due, what it changes."""
    about, w = proposal.about.get(line.order), widths_for(proposal, width, at)
    reason = proposal.refused.get(line.order)
    if reason is not None:
        sign, sign_ink = ("x" if at.is_ascii else "×"), "bold late"
    else:
        sign = ("=" if at.is_ascii else "√") if is_taken else " "
        sign_ink = "site"
    ink = "text" if is_taken and reason is None else "dim"
    title, site = (safe(about.title), safe(about.site)) if about else ("", "")
    place: tuple[Piece, ...] = ((fit(site, w.site), "dim"), ("  ", "")) if w.site else ()
    share = proposal.costs.by_line.get(key_of(line)) if proposal.costs else None
    return (
        (cursor_sign if is_cursor else " ", "accent"),
        (f" {sign} ", sign_ink),
        (_what_it_does(line, at) if is_taken else " ", "accent"),
        (f" {line.order:>6}", "bold bright" if is_taken else "dim"),
        (f" P{about.priority if about else 4} ", "bold bright" if about and about.priority == 1 else "dim"),
        (fit(title, w.title), ink),
        (" ", ""),
        *place,
        (fit(_who(proposal, line, w.name, at), w.name), ink),
        (f" {_start(proposal, line, at):>{w.start}} ", ink),
        *slack(proposal.slack_min(line), at),
        *share_cells(share, w.terms, at, is_taken=is_taken and reason is None),
    )


def _start(proposal: Proposal, line: PlannedVisit, at: Setting) -> str:
    """`14:30`; of a night that ends on the next day `Wed 01:50`."""
    return clock_of(proposal.plan.on, line.start_at, at.zone)


def _who(proposal: Proposal, line: PlannedVisit, width: int, at: Setting) -> str:
    """`K. Byrne`; `J. Park → K. Byrne` where it goes from one to the other."""
    to = safe(proposal.names.get(line.technician, ""))
    if line.was is None or line.was.technician == line.technician:
        return to
    arrow, new = "->" if at.is_ascii else "→", short_name(to, width // 2)
    room = width - width_of(f" {arrow} {new}")
    if room < _LEAST_NAME:
        return f"{arrow} {short_name(to, width - 3)}"  # from whom stands below
    old = short_name(safe(proposal.names.get(line.was.technician, "")), room)
    return f"{cut(old, room)} {arrow} {new}"


def _what_it_does(line: PlannedVisit, at: Setting) -> str:
    """It is new, or it moves; a little later is no move."""
    if line.was is None:
        return "+"
    if is_shift(line):
        return " "
    return "m" if at.is_ascii else "↔"


def unplanned_head(count: int, width: int, rule: str) -> Line:
    """The head of those who are left out."""
    return head("Unplanned", width, rule, number=count, indent=3, has_margin=True)


def unplanned_line(
    proposal: Proposal, one: Unplanned, width: int, at: Setting, *, is_cursor: bool, cursor_sign: str
) -> Line:
    """An order that has found no place, and why."""
    about = proposal.about.get(one.order)
    title = safe(about.title) if about else ""
    left: Line = (
        (cursor_sign if is_cursor else " ", "accent"),
        ("   ", ""),
        ("o" if at.is_ascii else "○", "ready"),
        (f" {one.order:>5}", "bold bright"),
        (f" P{about.priority if about else 4} ", "bold bright" if about and about.priority == 1 else "dim"),
        (fit(title, 28 if width >= 100 else 18), "text"),
        ("  ", ""),
    )
    was = (
        f"{safe(proposal.names.get(one.was.technician, ''))} {clock_of(proposal.plan.on, one.was.start_at, at.zone)}  "
        if one.was
        else ""
    )
    return (*left, (cut(f"{was}{safe(reason_of(one))}", max(0, width - line_width(left) - 1)), "dim"))


def reason_of(one: Unplanned) -> str:
    """Why, without the number that stands beside it anyway."""
    return one.reason.removeprefix(f"order {one.order}: ").removeprefix(f"order {one.order} ")


def move_words(proposal: Proposal, line: PlannedVisit, at: Setting, width: int) -> tuple[Line, ...]:
    """The cursor's visit in words, and what it is due; where it was refused, why."""
    about, reason = proposal.about.get(line.order), proposal.refused.get(line.order)
    what = _named(line.order, about)
    if reason is not None:
        return what, *_told("refused: ", "bold late", reason, width)
    when = f"{_start(proposal, line, at)}–{clock_of(proposal.plan.on, line.end_at, at.zone)}"
    was = f"   instead of {was_words(line, proposal, at)}" if line.was is not None else ""
    road = f"   {way_min(line.travel_s)} min on the road to it"
    who: Line = (
        ("   ", ""),
        (f"{safe(proposal.names.get(line.technician, ''))} {when}", "text"),
        (was or road, "dim"),
    )
    if about is None or about.due_at is None:
        return what, who
    service = "start" if about.is_responding else "end"
    due: Line = (("   ", ""), (f"has to {service} by {moment(about.due_at, at.now, at.zone)}", "dim"))
    late = -(proposal.slack_min(line) or 0)
    return what, who, (*due, (f", {duration(late)} late", "late")) if late > 0 else due


def was_words(line: PlannedVisit | Unplanned, proposal: Proposal, at: Setting) -> str:
    """`D. Keane 10:35; tell D. Keane, V. Rao, the customer`."""
    was, names = line.was, proposal.names
    if was is None:
        return ""
    people = ", ".join(safe(name) for name in told(line, names))
    tell = f"; tell {people}" if people else ""
    return f"{safe(names.get(was.technician, ''))} {clock_of(proposal.plan.on, was.start_at, at.zone)}{tell}"


def unplanned_words(one: Unplanned, about: About | None, width: int) -> tuple[Line, ...]:
    """The cursor's order in words, with the whole reason."""
    return _named(one.order, about), *_told("", "", reason_of(one), width)


def _named(number: int, about: About | None) -> Line:
    what = f"  {safe(about.title)}, {safe(about.site)}" if about else ""
    return ("   ", ""), (f"{number}", "bold bright"), (what, "text")


def _told(head: str, ink: str, text: str, width: int) -> tuple[Line, ...]:
    first, *more = wrap(safe(text), max(12, width - 4 - len(head)))
    rest: list[Line] = [(("   ", ""), (line, "text")) for line in more]
    return (("   ", ""), (head, ink), (first, "text")), *rest
