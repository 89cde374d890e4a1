"""Which alerts are there, who has them, and how many does the badge tell?

What is most severe comes first, and of that what was raised first: who scans from the top finds what waits longest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from wom_tui.domain.alert import UNCLEARED, Alert, AlertStatus, Severity, kind_of, name_of
from wom_tui.domain.event import Event
from wom_tui.domain.site import Customer
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store import journal
from wom_tui.store.reader import Condition, Reader

CUSTOMER = "customer"  # subjects of this kind hold a number: a customer's name belongs to the customer


class AlertRow(NamedTuple):
    """One alert, as a list shows it.

    Attributes:
        status: one that was put away is `open` again from its time on, whether somebody runs the rules or not.
        about: the subject as people call it: `order 4417`, `territory West`, `customer Acme`.
        title: what the order is called, where it is about one.
        step, escalated_to: how many steps of its escalation were taken, and to whom the last one went.
    """

    number: int
    version: int
    severity: str
    status: str
    rule: str
    subject: str
    about: str
    order: int | None
    says: str
    value: float | None
    since_at: datetime
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    snoozed_until_at: datetime | None
    snooze_reason: str | None
    assignee: str | None
    step: int
    escalated_to: str | None
    cleared_at: datetime | None
    cleared_by: str | None
    cleared_why: str | None
    title: str | None = None


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which alerts a list is of; None = any.

    Attributes:
        status: as rows tell it; without, all that are not cleared, those that were put away among them.
        kind: of their subjects: `order`, `territory`, `rule` …
        order: only those about one order.
        words: all of them stand in what they say, in the name of the rule, or in what they are about.
    """

    status: Collection[AlertStatus] = UNCLEARED
    severity: Severity | None = None
    rule: str | None = None
    kind: str | None = None
    order: int | None = None
    assignee: str | None = None
    words: str = ""


ALL_OPEN = Which()


def alert_rows(reader: Reader, now: datetime, which: Which = ALL_OPEN) -> list[AlertRow]:
    """Alerts, the most severe first, and of those the oldest."""
    where: dict[str, Condition] = {"status": _stored(which.status)}
    for name in ("severity", "rule", "assignee"):
        if (wanted := getattr(which, name)) is not None:
            where[name] = wanted
    if which.order is not None:
        where["order_id"] = which.order
    alerts = reader.select(Alert, **where)
    called, titles = _customers(reader, alerts), _titles(reader, alerts)
    rows = [
        _row(alert, now, called, titles) for alert in alerts if which.kind in (None, kind_of(alert.subject))
    ]
    wanted_words = which.words.casefold().split()
    states = {status.value for status in which.status}
    rows = [row for row in rows if row.status in states and _has(row, wanted_words)]
    return sorted(rows, key=lambda row: (Severity(row.severity).rank, row.raised_at, row.number))


def alert_row(reader: Reader, number: int, now: datetime) -> AlertRow:
    """One alert as a row.

    Raises:
        NotFound: there is none with that number.
    """
    alert = reader.get(Alert, number)
    return _row(alert, now, _customers(reader, [alert]), _titles(reader, [alert]))


def _stored(states: Collection[AlertStatus]) -> frozenset[AlertStatus]:
    """In which states rows may be stored that are told as one of these."""
    woken = {AlertStatus.SNOOZED} if AlertStatus.OPEN in states else set()
    return frozenset(states) | woken


def _row(alert: Alert, now: datetime, customers: Mapping[str, str], titles: Mapping[int, str]) -> AlertRow:
    last = alert.escalations[-1] if alert.escalations else None
    return AlertRow(
        number=alert.id,
        version=alert.version,
        severity=alert.severity.value,
        status=(AlertStatus.OPEN if alert.is_back(now) else alert.status).value,
        rule=alert.rule,
        subject=alert.subject,
        about=_about(alert.subject, customers),
        order=alert.order_id,
        says=alert.says,
        value=alert.value,
        since_at=alert.since_at,
        raised_at=alert.raised_at,
        acknowledged_at=alert.acknowledged_at,
        acknowledged_by=alert.acknowledged_by,
        snoozed_until_at=alert.snoozed_until_at,
        snooze_reason=alert.snooze_reason,
        assignee=alert.assignee,
        step=len(alert.escalations),
        escalated_to=last.to if last else None,
        cleared_at=alert.cleared_at,
        cleared_by=alert.cleared_by,
        cleared_why=alert.cleared_why,
        title=titles.get(alert.order_id) if alert.order_id is not None else None,
    )


def about_of(reader: Reader, alert: Alert) -> str:
    """What an alert is about, as people call it."""
    return _about(alert.subject, _customers(reader, [alert]))


def _about(subject: str, customers: Mapping[str, str]) -> str:
    return " ".join(filter(None, (kind_of(subject), customers.get(subject, name_of(subject)))))


def _customers(reader: Reader, alerts: Iterable[Alert]) -> dict[str, str]:
    """Names of the customers that alerts are about, by subject."""
    subjects = {alert.subject for alert in alerts if kind_of(alert.subject) == CUSTOMER}
    ids = {int(name_of(subject)): subject for subject in subjects if name_of(subject).isdecimal()}
    return {ids[customer.id]: customer.name for customer in reader.among(Customer, "id", ids)}


def _titles(reader: Reader, alerts: Iterable[Alert]) -> dict[int, str]:
    """What the orders are called that alerts are about, by number."""
    numbers = (alert.order_id for alert in alerts if alert.order_id is not None)
    return dict(reader.rows_among(WorkOrder, ("title",), "id", numbers))


def _has(row: AlertRow, words: list[str]) -> bool:
    said = f"{row.says} {row.rule} {row.about} {row.title or ''}".casefold()
    return all(word in said for word in words)


@dataclass(frozen=True)
class AlertDetail:
    """One alert, and what happened to it, newest first."""

    alert: Alert
    row: AlertRow
    history: tuple[Event, ...]


def alert_detail(reader: Reader, number: int, now: datetime) -> AlertDetail:
    """All that is known of an alert.

    Raises:
        NotFound: there is none with that number.
    """
    alert = reader.get(Alert, number)
    history = journal.events(reader.connection, subject=f"{Alert.noun}:{number}")
    return AlertDetail(alert, alert_row(reader, number, now), tuple(history)[::-1])


class AlertCounts(NamedTuple):
    """How many there are, for a badge.

    Attributes:
        critical, warning, info: those that nobody has acknowledged or put away.
    """

    critical: int = 0
    warning: int = 0
    info: int = 0
    acknowledged: int = 0
    snoozed: int = 0

    @property
    def new(self) -> int:
        """Those to which nobody has said anything."""
        return self.critical + self.warning + self.info


def alert_counts(reader: Reader, now: datetime) -> AlertCounts:
    """How many alerts are not cleared."""
    found = dict.fromkeys(AlertCounts._fields, 0)
    columns = ("status", "severity", "snoozed_until_at")
    for _, status, severity, until_at in reader.rows(Alert, columns, status=UNCLEARED):
        is_away = status == AlertStatus.SNOOZED.value and until_at is not None and now < until_at
        known = status == AlertStatus.ACKNOWLEDGED.value
        found["snoozed" if is_away else "acknowledged" if known else severity] += 1
    return AlertCounts(**found)


def new_alerts(reader: Reader, now: datetime) -> dict[int, AlertRow]:
    """The worst alert of each order to which nobody has said a word."""
    worst: dict[int, AlertRow] = {}
    for row in alert_rows(reader, now, Which(status=frozenset({AlertStatus.OPEN}))):
        if row.order is not None:
            worst.setdefault(row.order, row)
    return worst
