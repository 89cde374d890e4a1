"""The facts of one order, line by line: what each says, and how it is changed, or why it is not.

Read, only what is known stands there. While the cursor is among them all of them do, also what nobody has said yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from wom_tui.domain.feedback import HIGHEST
from wom_tui.domain.habits import date_text
from wom_tui.domain.work_order import OrderStatus
from wom_tui.domain.work_type import asked
from wom_tui.present.approval import approval_lines
from wom_tui.present.board import Day
from wom_tui.present.cells import Line, fit, plain, wrapped
from wom_tui.present.durations import day, hours, moment, span, typed_at
from wom_tui.present.kin import kin_rows
from wom_tui.present.reading import absent
from wom_tui.present.safe_text import safe, safe_lines

if TYPE_CHECKING:
    from wom_tui.queries.order import OrderDetail

LABEL = 11
PRIORITY = "priority"  # has a verb of its own
CONTACT = "contact"  # a name of somebody known, or a number to call


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One of them.

    Attributes:
        values: what it says, line by line.
        field: what `edit` calls it; empty where it cannot be edited.
        said: its value as it would be typed.
        help: what it is, with an example; where it cannot be edited, why not and what can be done instead.
        is_read: stands there also when nobody edits.
    """

    label: str
    values: Sequence[str] = ()
    ink: str = "text"
    field: str = ""
    said: str = ""
    help: str = ""
    is_read: bool = True

    def lines(self, width: int, *, is_empty_shown: bool = False) -> list[Line]:
        """A dim label, its value; further lines under the value. Nothing where there is no value."""
        texts = [part for value in self.values for part in wrapped(value, width - LABEL)]
        if not texts and is_empty_shown:
            texts = [""]
        return [
            ((fit(self.label if n == 0 else "", LABEL), "dim"), (text, self.ink))
            for n, text in enumerate(texts)
        ]


def facts(detail: OrderDetail, at: Day, width: int) -> list[Line]:
    """What is known, as it is read."""
    return [line for one in order_rows(detail, at) if one.is_read for line in one.lines(width)]


def editable_rows(detail: OrderDetail, at: Day) -> list[Fact]:
    """All that the cursor can be on: what is known, and what could be."""
    return [one for one in order_rows(detail, at) if one.field or any(one.values)]


def order_rows(detail: OrderDetail, at: Day) -> list[Fact]:
    """All facts, in the order in which they are read."""
    rows = [*_what(detail), *_where(detail), *_work(detail), *_when(detail, at), *_told(detail, at)]
    if (ended := _ended(detail)) is None:
        return rows
    return [replace(one, field="", said="", help=ended) for one in rows]


def _ended(detail: OrderDetail) -> str | None:
    status = detail.order.status
    if status not in (OrderStatus.CLOSED, OrderStatus.CANCELLED):
        return None
    return f"The order is {status.words}: its facts stand."


def _what(detail: OrderDetail) -> list[Fact]:
    order = detail.order
    return [
        Fact(
            label="Merged",
            values=(f"into {detail.original}, which goes on",) if detail.original else (),
            ink="warn",
            help="Two orders that are one stay so; the undo of the merge takes them apart.",
        ),
        Fact(label="Also", values=_merged(detail), help="Orders that were merged into this one."),
        *(Fact(label=label, values=(said,)) for label, said in kin_rows(detail.kin)),
        Fact(
            label="Title",
            values=(safe(order.title),),
            field="title",
            said=order.title,
            help="What is to be done, in a few words: no heat in room 12.",
            is_read=False,
        ),
        Fact(
            label="Priority",
            values=(order.priority.name,),
            field=PRIORITY,
            said=order.priority.name,
            help="P1 to P4: how soon it matters. The due follows from it.",
            is_read=False,
        ),
    ]


def _where(detail: OrderDetail) -> list[Fact]:
    order, site = detail.order, detail.site
    contact = detail.contact
    return [
        Fact(
            label="Site",
            values=_site_lines(detail),
            field="site",
            said=site.name if site else "",
            help="Where: the name of a site, or as much of it as only one has.",
        ),
        Fact(
            label="Position",
            values=_unplaced(detail),
            ink="warn",
            help="A fact of the site: @ says where it is.",
        ),
        Fact(
            label="Access",
            values=(safe(site.access_notes),) if site and site.access_notes else (),
            help="A fact of the site, for all orders there: wom site edit changes it.",
        ),
        Fact(
            label="Customer",
            values=_customer_lines(detail),
            field="customer",
            said=detail.customer.name if detail.customer else "",
            help="For whom: the name of a customer, or as much of it as only one has.",
        ),
        Fact(
            label="Asked by",
            values=(safe(order.requester),) if order.requester else (),
            field="requester",
            said=order.requester or "",
            help="Who asked for it: K. Byrne, night porter.",
        ),
        Fact(
            label="Contact",
            values=_contact_lines(detail),
            field=CONTACT,
            said=(contact.phone or contact.name) if contact else "",
            help="Whom to call: a number, 555 0100; or the name of somebody known.",
        ),
        Fact(
            label="Asset",
            values=_asset_lines(detail),
            field="asset",
            said=str(order.asset_id or ""),
            help="What is broken: the number of an asset, as wom asset list has it.",
        ),
    ]


def _work(detail: OrderDetail) -> list[Fact]:
    order, need = detail.order, detail.requirement
    skills = need.skills if need else None
    wanted = ", ".join(f"{safe(s.name)} {s.level}" for s in skills or ())
    crew = f"{need.crew_size} technicians" if need and need.crew_size > 1 else ""
    needs = ", ".join(part for part in (wanted, crew) if part)
    return [
        Fact(
            label="Type",
            values=(safe(detail.work_type.name),) if detail.work_type else (),
            field="type",
            said=detail.work_type.name if detail.work_type else "",
            help="The kind of work, or as much of its name as only one has.",
        ),
        Fact(
            label="Fault",
            values=(safe(order.fault_code),) if order.fault_code else (),
            field="fault",
            said=order.fault_code or "",
            help="The code of the fault: E42.",
        ),
        Fact(
            label="Needs",
            values=(needs,) if needs else (),
            field="skills",
            said=", ".join(f"{s.name}:{s.level}" for s in skills or ()),
            help="What it takes: cooling:2, lights; none for anybody.",
        ),
        Fact(
            label="Duration",
            values=(hours(need.duration_min),) if need and need.duration_min else (),
            field="duration",
            said=f"{need.duration_min}m" if need and need.duration_min else "",
            help="Time on site: 90m, 1h30.",
        ),
    ]


def _when(detail: OrderDetail, at: Day) -> list[Fact]:
    order, need = detail.order, detail.requirement
    earliest_at = need.earliest_start_at if need else None
    return [
        Fact(
            label="Windows",
            values=_windows(detail, at.zone),
            field="windows",
            said=", ".join(
                f"{typed_at(w.start_at, at.zone)} - {w.end_at.astimezone(at.zone):%H:%M}"
                for w in (need.windows if need else ())
            ),
            help="When service may begin: 9:00-12:00, fri 9:00-12:00; several with commas.",
        ),
        Fact(
            label="Earliest",
            values=(moment(earliest_at, at.now, at.zone),) if earliest_at else (),
            field="earliest",
            said=typed_at(earliest_at, at.zone) if earliest_at else "",
            help="Not before: fri, tomorrow 9, 12 may 14:30.",
        ),
        Fact(
            label="Needed by",
            values=(moment(order.required_by_at, at.now, at.zone),) if order.required_by_at else (),
            field="required_by",
            said=typed_at(order.required_by_at, at.zone) if order.required_by_at else "",
            help="By when the customer needs it done: 17:00, fri, 12 may.",
            is_read=False,
        ),
        Fact(
            label="Promised",
            values=_promises(detail, at.zone),
            help="The customer was told so: the line promise tells another time.",
        ),
        Fact(
            label="Opened",
            values=(f"{moment(order.opened_at, at.now, at.zone)}{_channel(detail)}",),
            help="When it came in has happened; the clocks run from there.",
        ),
        Fact(
            label="Came by",
            values=(safe(order.channel),) if order.channel else (),
            field="channel",
            said=order.channel or "",
            help="How it came in: phone, mail, portal.",
            is_read=False,
        ),
        Fact(
            label="Source",
            values=(f"{safe(order.source)} {safe(order.external_id)}",) if order.external_id else (),
            help="Its number in the system that it came from; it is found again by it.",
        ),
    ]


def _told(detail: OrderDetail, at: Day) -> list[Fact]:
    order = detail.order
    has_lines = "\n" in order.description.strip()
    return [
        Fact(
            label="Says",
            values=_description(detail),
            field="" if has_lines else "description",
            said=order.description.strip(),
            help="It has several lines; one line would lose them: wom edit takes them all."
            if has_lines
            else "All else that was said: gate code 4711, ring twice.",
        ),
        Fact(
            label="Absent",
            values=(plain(gone),) if (gone := absent(detail, at.now, at.zone)) else (),
            ink="late",
            help="A fact of the technician: T shows it, and who else could go is told by a.",
        ),
        Fact(
            label="Approval",
            values=_approval(detail, at.zone),
            ink="warn",
            help="The lines approve and refuse decide it.",
        ),
        Fact(
            label="Missing",
            values=_missing(detail),
            ink="warn",
            help="It goes as soon as these are filled.",
        ),
        Fact(
            label="Found",
            values=(safe(order.resolution_text),) if order.resolution_text else (),
            field="resolution",
            said=order.resolution_text,
            help="What was found and done: valve replaced.",
        ),
        Fact(
            label="Feedback",
            values=_feedback(detail, at),
            help="What the customer said stands; the line feedback adds another.",
        ),
    ]


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
        return []
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


def _approval(detail: OrderDetail, zone: tzinfo) -> list[str]:
    """Where it stands, and below it who decided what, when, at which cost."""
    approval = detail.order.approval.value
    if approval == "not_needed":
        return []
    return [approval.replace("_", " "), *approval_lines(detail.approvals, zone)]


def _feedback(detail: OrderDetail, at: Day) -> list[str]:
    return [
        f"{one.score} of {HIGHEST}, {moment(one.received_at, at.now, at.zone)}  {safe(one.text)}".rstrip()
        for one in detail.feedback
    ]


def _missing(detail: OrderDetail) -> list[str]:
    return [", ".join(map(asked, detail.missing))]
