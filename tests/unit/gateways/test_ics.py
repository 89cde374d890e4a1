"""A calendar that other programs can read, whatever stands in a title."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wom_tui.gateways.files.ics import CalendarEvent, calendar_text

AT = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


def an_event(title: str = "Boiler", place: str = "", text: str = "") -> CalendarEvent:
    return CalendarEvent(
        uid="visit-7@office",
        start_at=AT,
        end_at=AT + timedelta(hours=1),
        changed_at=AT - timedelta(days=1),
        title=title,
        place=place,
        text=text,
        position=(42.3, -71.05),
        sequence=3,
    )


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_visit_is_an_event_in_utc() -> None:
    assert unfolded(calendar_text("kim", [an_event(place="Dock 4; Pier, 1", text="ring\ntwice")])) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//wom-tui//wom//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:kim",
        "BEGIN:VEVENT",
        "UID:visit-7@office",
        "DTSTAMP:20260328T003000Z",
        "LAST-MODIFIED:20260328T003000Z",
        "SEQUENCE:3",
        "DTSTART:20260329T003000Z",
        "DTEND:20260329T013000Z",
        "STATUS:CONFIRMED",
        "SUMMARY:Boiler",
        "LOCATION:Dock 4\\; Pier\\, 1",
        "DESCRIPTION:ring\\ntwice",
        "GEO:42.300000;-71.050000",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_no_text_makes_a_line_of_its_own_or_one_too_long(title: str) -> None:
    text = calendar_text(title, [an_event(title, title, title)])

    known = {
        "BEGIN",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "METHOD",
        "X-WR-CALNAME",
        "UID",
        "DTSTAMP",
        "LAST-MODIFIED",
    }
    known |= {
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "STATUS",
        "SUMMARY",
        "LOCATION",
        "DESCRIPTION",
        "GEO",
        "END",
        "",
    }
    assert {line.partition(":")[0] for line in unfolded(text)} <= known
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
