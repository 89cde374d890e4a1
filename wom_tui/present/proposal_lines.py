"""How is a line of a proposed plan written: the visit or what is left out, in columns, and in words below the list?"""

from __future__ import annotations

from dataclasses import dataclass

from wom_tui.domain.habits import mine
from wom_tui.domain.plan import PlannedVisit, Unplanned
from wom_tui.planning.repair import is_shift
from wom_tui.planning.shares import key_of
from wom_tui.present.candidates import slack
from wom_tui.present.cells import Line, Piece, cut, fit, line_width, width_of, wrap
from wom_tui.present.durations import clock_of, duration, moment, way_min
from wom_tui.present.heads import head
from wom_tui.present.lanes import short_name
from wom_tui.present.proposal import About, Proposal
from wom_tui.present.proposal_costs import Term, line_terms, share_cells
from wom_tui.present.repair import told
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Setting

_LEAST_NAME = 8  # cells of a name that is still one


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
