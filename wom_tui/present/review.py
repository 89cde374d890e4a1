"""How does the review of a week read? Each part under its heading, with its columns in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from wom_tui.domain.review import Review, ReviewLine, ReviewPart
from wom_tui.present.document import Document, Section
from wom_tui.present.durations import typed_at
from wom_tui.present.safe_text import safe

# By part: its heading, and what stands over its labels; "" = its lines are about single orders.
_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "flow": ("Orders in and out, by week", "Week from"),
        "by_age": ("Backlog by age", "Age"),
        "by_reason": ("Backlog by what it waits for", "Waits for"),
        "past_promise": ("Past promise", "What"),
        "sla": ("Due in the week", "To"),
        "oldest": ("Open longest", "Waits for"),
        "repeats": ("Repeat visits of the week", ""),
        "held": ("On hold, and to be looked at again", "Reason"),
        "automation": ("What rules did", "Rule"),
        "repairs": ("Repairs proposed by rule", "Answer"),
        "alerts": ("Alerts", "Raised by"),
        "messages": ("Messages that were to leave", "Notification"),
        "missing": ("What open orders lack", "What"),
    }
)
_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "week_before": "A week before",
        "past_due": "Past due",
        "oldest_days": "Oldest, days",
        "still_open": "Still open",
        "days_open": "Days open",
        "days_past_due": "Days past due",
        "of_order": "Repeats order",
        "days_held": "Days on hold",
        "days_overdue": "Days since its day",
        "median_min": "Minutes until then, median",
        "given_up": "Given up",
    }
)
_UNKNOWN = "–"


def review_document(review: Review, office: str, zone: ZoneInfo, *, is_prepared: bool) -> Document:
    """The review, to be laid out.

    Args:
        office: its name.
        is_prepared: it was kept; else it was put together just now, as of the moment at which it would have been.
    """
    made = "prepared" if is_prepared else "not prepared by rule: put together now"
    return Document(
        title=f"Review of week {review.week}",
        about=(
            ("Office", safe(office)),
            ("Week from", review.week_on.isoformat()),
            ("As of", f"{typed_at(review.as_of_at, zone)}, {made}"),
            ("In short", safe(review.words)),
        ),
        sections=tuple(map(_section, review.parts)),
        dated_at=review.as_of_at,
    )


def _section(part: ReviewPart) -> Section:
    """A part; one that a later program has made is shown under its own name."""
    heading, over = _HEADINGS.get(part.name, (_words(part.name), "What"))
    if not part.lines:
        return Section(heading=heading, lines=("none",))
    has_orders = any(line.order is not None for line in part.lines)
    head = (*(("Order",) if has_orders else ()), *((over,) if over else ()), *map(_words, part.columns))
    rows = (tuple(_cells(line, has_orders=has_orders, over=over)) for line in part.lines)
    return Section(heading=heading, table=(head, *rows))


def _cells(line: ReviewLine, *, has_orders: bool, over: str) -> Iterator[str]:
    if has_orders:
        yield str(line.order) if line.order is not None else safe(line.label)
    if over:
        yield safe(line.label)
    yield from (_UNKNOWN if value is None else f"{value:,}" for value in line.values)


def _words(name: str) -> str:
    said = _COLUMNS.get(name, name.replace("_", " "))
    return said[:1].upper() + said[1:]
