"""A day on paper: who goes where and when, on one page each, whatever customers wrote."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from tests.office import ALI, HOUR, KIM, T0, ZONE, a_site, an_order, number_of
from tests.tui.hostile import ALL, FORBIDDEN
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.note import AddNote
from wom_tui.commands.promise import PromiseWindow
from wom_tui.commands.visit import AdvanceVisit, AssignVisit, DispatchVisit
from wom_tui.desk import Desk
from wom_tui.domain.site import Contact
from wom_tui.domain.texts import LONGEST_TITLE
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import ChecklistItem
from wom_tui.domain.work_type import WorkType
from wom_tui.domain.worktime import Window
from wom_tui.present.cells import width_of

CHECKED = 9


@pytest.fixture
def booked(desk: Desk) -> int:
    """One visit of kim's at 09:00, one of ali's at 11:00."""
    site = replace(a_site(CHECKED), address="14 Marie St", access_notes="key at the desk")
    kind = WorkType(
        id=CHECKED, name="Lamp", duration_min=60, checklist=(ChecklistItem(text="photo", is_required=True),)
    )
    person = Contact(id=1, name="Ann Smith", phone="617 555 0100")
    desk.run(LoadFacts(facts=(site, kind, person), what="a site"))
    number = number_of(
        desk, an_order(site=CHECKED, work_type=CHECKED, skills=(), contact=1, description="ring twice")
    )
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))
    desk.run(PromiseWindow(order=number, visit=1, window=Window(T0, T0 + 2 * HOUR)))
    desk.run(AddNote(order=number, text="gate code is 1234"))
    desk.run(
        AssignVisit(order=number_of(desk, an_order(title="Later")), technician=ALI, start_at=T0 + 2 * HOUR)
    )
    return number


def test_a_page_has_all_that_somebody_needs_on_site(wom: Wom, booked: int) -> None:
    text = wom("day", "print", "--technician", "KIM").out

    for said in (
        "K. MORAN (KIM)",
        "Monday 2 March 2026",
        "works 08:00–16:30, break 30 min between 11:30–13:00",
        f"[ ] 10:00–11:00  {booked}/1  P3  Light out",
        "on the road, leave at 09:",
        "14 Marie St",
        "key at the desk",
        "gate code is 1234",
        "Ann Smith, 617 555 0100",
        "09:00–11:00",
        "ring twice",
        "[ ] photo (required): ____",
        "arrived    ___:___",
    ):
        assert said in text
    assert "Later" not in text


def test_every_technician_begins_a_page(wom: Wom, booked: int) -> None:
    pages = wom("day", "print").out.split("\f")

    assert [page.split(" (", 1)[0] for page in pages] == ["A. DIALLO", "K. MORAN"]
    assert [page["technician"] for page in wom("day", "print", "--json").json["pages"]] == ["ali", "kim"]
    assert wom("day", "print", "--html").out.count("<section>") == 2


def test_a_page_says_what_to_bring_and_where_it_lies(wom: Wom, booked: int) -> None:
    lines = ["warehouse main", "part PUMP-3 Circulation pump", "part BELT", "receive PUMP-3 3 main"]
    assert wom("do", *lines).code == 0
    done = wom("do", f"edit {booked} parts=PUMP-3*2,BELT", f"reserve {booked} 2 PUMP-3")

    assert done.code == 0, done.err
    text = wom("day", "print", "--technician", "kim").out

    assert "2 PUMP-3 Circulation pump (2 in main)" in text
    assert "1 BELT (1 short)" in text
    assert "Bring" not in wom("day", "print", "--technician", "ali").out


def test_what_is_done_is_ticked_and_asks_for_nothing(wom: Wom, booked: int, desk: Desk) -> None:
    desk.run(DispatchVisit(visit=1))
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.ON_SITE))
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.DONE))

    text = wom("day", "print", "--technician", "kim").out

    assert f"[x] 10:00–11:00  {booked}/1  P3  Light out  (done)" in text
    assert "arrived" not in text


def test_a_day_without_visits_is_an_empty_page_for_one_and_none_for_all(wom: Wom, booked: int) -> None:
    assert "no visits" in wom("day", "print", "--date", "tomorrow", "--technician", "kim").out
    told = wom("day", "print", "--date", "tomorrow")
    assert (told.out, told.err) == ("", "nobody has a visit on 2026-03-03\n")


def test_who_is_not_there_is_not_found(wom: Wom, booked: int) -> None:
    told = wom("day", "print", "--technician", "kam")

    assert (told.code, "did you mean kim?" in told.err) == (3, True)


def test_pages_go_to_a_file_whole(wom: Wom, booked: int, tmp_path: Path) -> None:
    path = tmp_path / "day.html"

    told = wom("day", "print", "--html", "--out", str(path), "--json").json

    assert told == {"file": str(path), "pages": 2}
    assert path.read_text() == wom("day", "print", "--html").out


@pytest.fixture
def hostile(desk: Desk) -> None:
    """Every text that can do harm, in every place that a sheet shows."""
    texts = [
        *(text for text in ALL.values() if "\0" not in text),
        "EVIL <script>alert(1)</script>",
        "EVIL \"><img src=x onerror='x()'>",
        "EVIL \f page",
    ]
    for n, text in enumerate(texts, start=100):
        site = replace(a_site(n, lat=42.31), name=text, address=text, access_notes=text, zone=ZONE)
        item = ChecklistItem(text=text, is_required=True)
        kind = WorkType(id=n, name=f"{n} {text}", duration_min=5, checklist=(item,))
        person = Contact(id=n, name=text, phone=text, email=text)
        desk.run(LoadFacts(facts=(site, kind, person), what="harm"))
        given = an_order(
            title=text[:LONGEST_TITLE], description=f"x {text}", site=n, work_type=n, contact=n, skills=()
        )
        start_at = T0 + HOUR / 10 * (n - 100)
        desk.run(AssignVisit(order=number_of(desk, given), technician=KIM, start_at=start_at))


class Tags(HTMLParser):
    """What a browser would take for markup."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_no_text_begins_a_page_a_line_or_a_control_sequence(wom: Wom, hostile: None) -> None:
    text = wom("day", "print").out

    assert text.count("EVIL") > 5 * len(ALL)
    assert text.count("\f") == 0
    assert not FORBIDDEN & set(text) - {"\n"}
    assert max(map(width_of, text.split("\n"))) <= 80


def test_no_text_becomes_markup_and_nothing_is_fetched(wom: Wom, hostile: None) -> None:
    html = wom("day", "print", "--html").out

    tags = Tags(html)
    assert html.count("EVIL") > 5 * len(ALL)
    assert not FORBIDDEN & set(html) - {"\n"}
    assert not tags.names & {"script", "img", "link", "iframe", "a", "object"}
    assert tags.attributes <= {"lang", "charset", "http-equiv", "content", "class"}
    assert "default-src 'none'" in html
    assert "url(" not in html
