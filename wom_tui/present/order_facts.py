"""What is to be said about one order, block by block: facts, visits, parts, checklist, history, others like it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING

from wom_tui.domain.feedback import HIGHEST
from wom_tui.domain.habits import date_text
from wom_tui.domain.states import PartsState
from wom_tui.domain.work_type import asked
from wom_tui.present.board import Day
from wom_tui.present.cells import Line, Piece, cut, fit, rule_after, width_of
from wom_tui.present.durations import clock, day, duration, moment, span
from wom_tui.present.labels import Signs, state_label
from wom_tui.present.parts import INKS
from wom_tui.present.safe_text import safe, safe_lines
from wom_tui.present.story import is_told_elsewhere, story

if TYPE_CHECKING:
    from wom_tui.queries.order import OrderDetail
    from wom_tui.queries.parts import OrderPart

LABEL = 11
WHO, WHO_MOST = 10, 24  # cells for who did it, and where somebody acted for another


def head(word: str, width: int, signs: Signs, note: str = "") -> Line:
    """A bold word and a rule to the edge, a dim note at its end."""
    end: tuple[Piece, ...] = ((note, "dim"),) if note else ()
    return rule_after(((word, "bold bright"),), width, signs.rule, end)


def fact(name: str, values: Iterable[str], width: int, ink: str = "text") -> list[Line]:
    """A dim label, its value; further lines under the value. Nothing where there is no value."""
    room = width - LABEL
    lines = [part for value in values for part in wrapped(value, room)]
    return [((fit(name if n == 0 else "", LABEL), "dim"), (text, ink)) for n, text in enumerate(lines)]


def wrapped(text: str, width: int, most: int = 4) -> list[str]:
    """The words in at most so many lines; an ellipsis says that there is more."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(cut(word, width))
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(f"{lines[most - 1]} …", width)]
    return lines


def facts(detail: OrderDetail, at: Day, width: int) -> list[Line]:
    """Where, for whom, what kind, what it needs. What is not known is left out."""
    order, site, need = detail.order, detail.site, detail.requirement
    skills = need.skills if need else None
    wanted = ", ".join(f"{safe(s.name)} {s.level}" for s in skills or ())
    crew = f"{need.crew_size} technicians" if need and need.crew_size > 1 else ""
    blocks = [
        fact("Merged", [f"into {detail.original}, which goes on"] if detail.original else [], width, "warn"),
        fact("Also", _merged(detail), width),
        fact("Site", _site_lines(detail), width),
        fact("Position", _unplaced(detail), width, "warn"),
        fact("Access", [safe(site.access_notes)] if site else [], width),
        fact("Customer", _customer_lines(detail), width),
        fact("Contact", _contact_lines(detail), width),
        fact("Asset", _asset_lines(detail), width),
        fact("Type", [safe(detail.work_type.name)] if detail.work_type else [], width),
        fact("Fault", [safe(order.fault_code or "")], width),
        fact("Needs", [", ".join(part for part in (wanted, crew) if part)], width),
        fact("Duration", [f"{duration(need.duration_min)} h"] if need and need.duration_min else [], width),
        fact("Windows", _windows(detail, at.zone), width),
        fact("Earliest", _earliest(detail, at), width),
        fact("Promised", _promises(detail, at.zone), width),
        fact("Opened", [f"{moment(order.opened_at, at.now, at.zone)}{_channel(detail)}"], width),
        fact(
            "Source",
            [f"{safe(order.source)} {safe(order.external_id or '')}"] if order.external_id else [],
            width,
        ),
        fact("Says", _description(detail), width),
        fact("Approval", _approval(detail), width, "warn"),
        fact("Missing", _missing(detail), width, "warn"),
        fact("Found", [safe(order.resolution_text)], width),
        fact("Feedback", _feedback(detail, at), width),
    ]
    return [line for block in blocks for line in block]


def _merged(detail: OrderDetail) -> list[str]:
    numbers = ", ".join(map(str, detail.merged))
    return [f"{numbers}, merged into it"] if numbers else []


def _site_lines(detail: OrderDetail) -> list[str]:
    if detail.site is None:
        return []
    name, address = safe(detail.site.name), safe(detail.site.address)
    lines = [name] if address in ("", name) else [name, address]
    return [*lines, safe(detail.territory.name)] if detail.territory else lines


def _unplaced(detail: OrderDetail) -> list[str]:
    """Why nobody can be sent there; nothing where somebody can."""
    site = detail.site
    if site is None or site.is_remote or site.has_position:
        return []
    if site.lat is None or site.lon is None:
        return ["not known"]
    return [f"{site.lat:g}, {site.lon:g} cannot be trusted"]


def _customer_lines(detail: OrderDetail) -> list[str]:
    if detail.customer is None:
        return [safe(detail.order.requester or "")]
    kind = f", {safe(detail.customer.customer_class)}" if detail.customer.customer_class else ""
    return [safe(detail.customer.name) + kind]


def _contact_lines(detail: OrderDetail) -> list[str]:
    contact = detail.contact
    return [safe(text) for text in (contact.name, contact.phone, contact.email)] if contact else []


def _asset_lines(detail: OrderDetail) -> list[str]:
    asset = detail.asset
    if asset is None:
        return []
    name = " ".join(safe(part) for part in (asset.name, asset.kind, asset.serial or "") if part)
    until = asset.warranty_until_on
    return [name, f"warranty to {date_text(until)}"] if until else [name]


def _earliest(detail: OrderDetail, at: Day) -> list[str]:
    earliest_at = detail.requirement.earliest_start_at if detail.requirement else None
    return [moment(earliest_at, at.now, at.zone)] if earliest_at else []


def _windows(detail: OrderDetail, zone: tzinfo) -> list[str]:
    windows = detail.requirement.windows if detail.requirement else ()
    return [f"{day(w.start_at, zone)} {span(w.start_at, w.end_at, zone)}" for w in windows]


def _promises(detail: OrderDetail, zone: tzinfo) -> list[str]:
    told = [v.visit.promised for v in detail.visits if v.visit.is_live and v.visit.promised]
    return [f"{day(w.start_at, zone)} {span(w.start_at, w.end_at, zone)}" for w in told]


def _channel(detail: OrderDetail) -> str:
    return f", {safe(detail.order.channel)}" if detail.order.channel else ""


def _description(detail: OrderDetail) -> list[str]:
    text = detail.order.description
    return (
        []
        if text.strip() == detail.order.title.strip()
        else [line for line in safe_lines(text) if line.strip()]
    )


def _approval(detail: OrderDetail) -> list[str]:
    approval = detail.order.approval.value
    return [approval.replace("_", " ")] if approval != "not_needed" else []


def _feedback(detail: OrderDetail, at: Day) -> list[str]:
    return [
        f"{one.score} of {HIGHEST}, {moment(one.received_at, at.now, at.zone)}  {safe(one.text)}".rstrip()
        for one in detail.feedback
    ]


def _missing(detail: OrderDetail) -> list[str]:
    return [", ".join(map(asked, detail.missing))]


def visits(detail: OrderDetail, at: Day, signs: Signs, width: int) -> list[Line]:
    """Every visit: number, state, who, when."""
    lines: list[Line] = []
    people = [safe(each.technician.name) if each.technician else "nobody yet" for each in detail.visits]
    wide = min(WHO_MOST, max(map(width_of, people), default=0))  # as they need: the times are not to be cut
    for who, each in zip(people, detail.visits, strict=True):
        visit, label = each.visit, state_label(each.visit.status.value)
        when = ""
        if visit.start_at is not None:
            when = f"{moment(visit.start_at, at.now, at.zone)}"
            when += f"{signs.dash}{clock(visit.end_at, at.zone)}" if visit.end_at else ""
        reason = safe(visit.decline_reason or visit.incomplete_reason or "")
        ink = "text" if visit.is_live else "dim"
        lines.append(
            (
                (f"{visit.label:<8}", "bold bright" if visit.is_live else "dim"),
                (fit(f"{label.sign(signs.is_ascii)} {label.word}", 13), label.ink),
                (f" {fit(who, wide)}", ink),
                (
                    f"  {cut(' '.join(part for part in (when, reason) if part), max(0, width - 24 - wide))}",
                    "dim",
                ),
            )
        )
    return lines or [(("no visit yet", "dim"),)]


def parts(detail: OrderDetail, at: Day, width: int) -> list[Line]:
    """Every part: how many, which, how it stands; below it where it lies, when it comes, what is lacking."""
    lines: list[Line] = []
    for part in detail.parts:
        state = part.line.state
        lines.append(
            (
                (f"{part.line.needed:>4} ", "text"),
                (fit(safe(part.code), 12), "dim" if state is PartsState.USED else "bold bright"),
                (f" {fit(state.words, 8)}", INKS[state]),
                (f" {cut(safe(part.name), max(0, width - 28))}", "dim"),
            )
        )
        said = safe(", ".join((*part.places, *_expected(part, at))))
        lines += [((" " * 5, ""), (text, "text")) for text in wrapped(said, max(10, width - 6))]
    return lines


def _expected(part: OrderPart, at: Day) -> list[str]:
    """What the places do not say: when the rest comes, what is lacking, what is used."""
    line, said = part.line, []
    if line.coming:
        when = moment(line.eta_at, at.now, at.zone) if line.eta_at else ""
        said.append(f"expected {when}" if when else "nobody knows for when")
    if line.short:
        said += [f"{line.short} short", *(part.free or ("none free",))]
    return [*said, f"{line.used} used"] if line.used else said


def checklist(detail: OrderDetail, signs: Signs, width: int) -> list[Line]:
    """The points to be answered on site, by the numbers that `answer` takes; an open required one stands out."""
    lines: list[Line] = []
    done = "=" if signs.is_ascii else "√"
    for place, item in enumerate(detail.order.checklist, start=1):
        number: Piece = (f"{place:>2} ", "dim")
        answer = safe(item.answer) if item.answer is not None else ""
        text = cut(safe(item.text), max(10, width - 7 - width_of(answer)))
        if item.answer is not None:
            lines.append((number, (f"{done} ", "done"), (text, "dim"), (f"  {answer}", "text")))
        else:
            need: Piece = ("  required", "warn") if item.is_required else ("", "")
            lines.append((number, ("◦ " if not signs.is_ascii else ". ", "dim"), (text, "text"), need))
    return lines


def history(detail: OrderDetail, at: Day, width: int, most: int | None = None) -> list[Line]:
    """When, who, what; newest first. What only follows from the line beside it is left out."""
    told = [event for event in detail.history if not is_told_elsewhere(event)]
    widest = max((width_of(safe(event.who)) for event in told[:most] if event.on_behalf_of), default=0)
    wide = max(WHO, min(WHO_MOST, widest))
    lines: list[Line] = []
    for event in told[:most]:
        when = moment(event.at, at.now, at.zone)
        when = when if len(when) <= 6 else day(event.at, at.zone)
        words = cut(story(event, detail.people, at.now, at.zone), max(0, width - wide - 10))
        lines.append(
            ((fit(when, 6, right=True), "dim"), (f"  {fit(safe(event.who), wide)} ", "dim"), (words, "text"))
        )
    return lines


def related(detail: OrderDetail, at: Day, signs: Signs, width: int, most: int = 5) -> list[Line]:
    """Other orders on the same asset, or at the same site."""
    lines: list[Line] = []
    for other in detail.related[:most]:
        label = state_label(other.status)
        lines.append(
            (
                (fit(day(other.opened_at, at.zone), 6, right=True), "dim"),
                (f"  {other.number}", "text"),
                (f"  {label.sign(signs.is_ascii)} ", label.ink),
                (cut(safe(other.title), max(0, width - 20)), "dim"),
            )
        )
    return lines


def related_head(detail: OrderDetail) -> str:
    """`Same asset`, or `Same site`."""
    return "Same asset" if any(other.is_same_asset for other in detail.related) else "Same site"
