"""Any office at all: records of every noun that has a sheet, with texts as hostile as a database takes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from wom_tui.domain.attachment import Attachment
from wom_tui.domain.fact import Fact
from wom_tui.domain.feedback import Feedback
from wom_tui.domain.part import Part, PurchaseEta, Stock, Warehouse
from wom_tui.domain.policy import Role, User
from wom_tui.domain.site import Asset, Contact, Customer, GeocodeQuality, Site, Territory
from wom_tui.domain.sla.policy import RespondMeans, SlaPolicy, Target, TargetUnit
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.technician import Absence, Break, Employment, Shift, SkillGrant, Technician
from wom_tui.domain.work_calendar import Calendar, Holiday, Hours
from wom_tui.domain.work_order import ChecklistItem, HoldReason, Priority, SkillNeed, WorkOrder
from wom_tui.domain.work_type import RequiredFields, UsualPart, WorkType

# Texts that mean something to a spreadsheet, a list, a comment or a terminal, beside all others.
ODD = [
    "=1+1",
    "'=1",
    "-",
    "none",
    "# 1",
    "'# 1",
    "a, b",
    'a "b"',
    "a; b: c",
    " x ",
    "a\nb",
    "a\r\nb",
    "+49 1",
    "1e5",
]
ODD += ["0042", "\x1b[2Jx", "\u202ex", "ﬁ", "e\u0301", "true", "2026-01-01", "\ufeffx", "\ufffe", "a\u2028b"]
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.sampled_from(ODD) | st.text(LETTERS, max_size=12)
SOME = st.none() | TEXT
NAME = TEXT.filter(lambda text: bool("".join(char for char in text if char.isprintable()).strip()))
FILE_NAME = NAME.map(str.strip).filter(lambda text: text.isprintable() and ":" not in text)
ZONES = st.sampled_from(["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])
DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))
CENTS = st.integers(0, 10_000_000)


def some(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def a_few(strategy: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    return st.lists(strategy, max_size=most).map(tuple)


@st.composite
def hours(draw: st.DrawFn) -> tuple[Hours, ...]:
    marks = sorted(draw(st.lists(st.integers(0, 1440), max_size=4, unique=True)))
    return tuple(Hours(a, b) for a, b in zip(marks[::2], marks[1::2], strict=False))


WEEK = st.tuples(*[hours()] * 7)


@st.composite
def spans(draw: st.DrawFn) -> dict[str, object]:
    start = draw(st.integers(0, 1439))
    return {"start_min": start, "end_min": draw(st.integers(start + 1, min(2880, start + 1440)))}


@st.composite
def breaks(draw: st.DrawFn) -> Break:
    start, length = draw(st.integers(0, 1500)), draw(st.integers(1, 600))
    return Break(earliest_min=start, latest_min=start + length, duration_min=draw(st.integers(1, length)))


TARGETS = st.builds(Target, st.integers(1, 3660), st.sampled_from(TargetUnit))
EPOCH = datetime(1971, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=45_000)).map(lambda since: EPOCH + since)
PLACES: st.SearchStrategy = st.one_of(
    st.fixed_dictionaries(
        {
            "lat": st.floats(-90, 90),
            "lon": st.floats(-180, 180),
            "geocode_quality": st.sampled_from(
                [q for q in GeocodeQuality if q is not GeocodeQuality.MISSING]
            ),
        }
    ),
    st.just({}),
)


@st.composite
def offices(draw: st.DrawFn) -> list[Fact]:
    """Records, those that are named before those that name them."""
    facts: list[Fact] = []

    def many(
        cls: type[Fact], most: int = 3, unique: str | None = None, **given: st.SearchStrategy
    ) -> st.SearchStrategy:
        """Some records of a class; answers a strategy for the number of one of them."""
        rows = draw(
            st.lists(
                st.fixed_dictionaries(given),
                max_size=most,
                unique_by=(lambda row: row[unique]) if unique else None,
            )
        )
        made = []
        for id, row in enumerate(rows, start=1):
            flat = {k: v for k, v in row.items() if not isinstance(v, dict)}
            for nested in row.values():
                flat |= nested if isinstance(nested, dict) else {}
            if cls in (Territory, Asset) and id > 1 and draw(st.booleans()):
                flat["parent_id"] = id - 1
            made.append(cls(id=id, **flat))
        facts.extend(made)
        return st.sampled_from([fact.id for fact in made]) if made else st.none()

    calendar = many(Calendar, 2, "name", name=NAME, zone=ZONES, week=WEEK)
    if any(isinstance(fact, Calendar) for fact in facts):
        many(Holiday, 2, "on", calendar_id=calendar, on=DATES, name=NAME)
    bounds = st.just(()) | st.just((42.1, -71.3, 42.5, -70.0000001))
    territory = many(Territory, 3, "name", name=NAME, zone=ZONES, bounds=bounds)
    kind = many(
        WorkType,
        3,
        "name",
        name=NAME,
        group=TEXT,
        priority=st.sampled_from(Priority),
        duration_min=some(st.integers(1, 9999)),
        skills=some(a_few(st.builds(SkillNeed, name=NAME, level=st.integers(1, 5)))),
        crew_size=st.integers(1, 9),
        checklist=a_few(st.builds(ChecklistItem, text=NAME, is_required=st.booleans())),
        required=a_few(
            st.builds(
                RequiredFields,
                state=st.sampled_from(OrderStatus),
                fields=st.just(("resolution_code", "labour_min")),
            ),
            2,
        ),
        needs_approval=st.booleans(),
        approval_above_cents=some(CENTS),
        is_corrective=st.booleans(),
        resolution_codes=some(a_few(TEXT)),
        cancel_reasons=some(a_few(TEXT)),
        parts=some(a_few(st.builds(UsualPart, code=NAME, quantity=st.integers(1, 99)))),
    )
    if any(isinstance(fact, Calendar) for fact in facts):
        many(
            SlaPolicy,
            3,
            name=NAME,
            customer_class=SOME,
            work_type_id=some(kind),
            priority=some(st.integers(1, 4)),
            calendar_id=calendar,
            respond=some(TARGETS),
            resolve=some(TARGETS),
            respond_means=st.sampled_from(RespondMeans),
            effective_from_on=DATES,
            effective_to_on=some(DATES),
            pausing_reasons=a_few(st.sampled_from([reason.value for reason in HoldReason])),
            warn_share=st.floats(0.01, 1),
        )
    technician = many(
        Technician,
        3,
        "code",
        code=NAME,
        name=NAME,
        kind=st.sampled_from(Employment),
        is_active=st.booleans(),
        home=st.just({})
        | st.fixed_dictionaries({"home_lat": st.floats(-90, 90), "home_lon": st.floats(-180, 180)}),
        zone=ZONES,
        territory_id=some(territory),
        territory_ids=a_few(territory, 2) if any(isinstance(f, Territory) for f in facts) else st.just(()),
        max_overtime_min=st.integers(0, 600),
        cost_cents_per_h=CENTS,
        speed_factor=st.floats(0.01, 9),
        languages=a_few(TEXT),
    )
    if any(isinstance(fact, Technician) for fact in facts):
        days = st.lists(st.integers(0, 6), unique=True).map(lambda found: tuple(sorted(found)))
        many(
            SkillGrant,
            4,
            technician_id=technician,
            skill=NAME,
            level=st.integers(1, 5),
            valid_from_on=some(DATES),
            valid_to_on=some(DATES),
        )
        many(
            Shift,
            4,
            technician_id=technician,
            weekdays=days,
            span=spans(),
            breaks=a_few(breaks(), 2),
            valid_from_on=some(DATES),
            valid_to_on=some(DATES),
        )
        lengths = st.timedeltas(timedelta(microseconds=1), timedelta(days=30))
        away = st.builds(lambda at, length: {"start_at": at, "end_at": at + length}, MOMENTS, lengths)
        many(Absence, 3, technician_id=technician, away=away, reason=TEXT)
    excluded = a_few(technician, 2) if any(isinstance(f, Technician) for f in facts) else st.just(())
    customer = many(
        Customer, 3, name=NAME, customer_class=SOME, external_id=SOME, excluded_technician_ids=excluded
    )
    many(Contact, 3, customer_id=some(customer), name=NAME, phone=TEXT, email=TEXT, salt=st.just("salt"))
    site = many(
        Site,
        4,
        name=NAME,
        address=TEXT,
        external_id=SOME,
        customer_id=some(customer),
        territory_id=some(territory),
        zone=ZONES,
        place=PLACES,
        is_remote=st.booleans(),
        access_notes=TEXT,
        access_hours=st.just(()) | WEEK,
    )
    many(Asset, 4, name=NAME, site_id=some(site), kind=TEXT, serial=SOME, warranty_until_on=some(DATES))
    many(
        User,
        3,
        "name",
        name=NAME,
        role=st.sampled_from(Role),
        technician_id=some(technician),
        ssh_keys=a_few(TEXT),
        is_active=st.booleans(),
    )
    part = many(Part, 3, "code", code=NAME, name=NAME, unit=NAME, price_cents=CENTS, is_active=st.booleans())
    warehouse = many(Warehouse, 2, "name", name=NAME)
    vans = st.fixed_dictionaries({"technician_id": technician})
    shelves = st.fixed_dictionaries({"warehouse_id": warehouse})
    kept = st.fixed_dictionaries({"quantity": st.integers(5, 99), "reserved": st.integers(0, 5)})
    known = {type(fact) for fact in facts}
    places = [place for cls, place in ((Technician, vans), (Warehouse, shelves)) if cls in known]
    if Part in known and places:
        stock = {"part_id": part, "place": st.one_of(places), "kept": kept, "minimum": st.integers(0, 9)}
        shelf = st.lists(
            st.fixed_dictionaries(stock),
            max_size=4,
            unique_by=lambda row: (row["part_id"], *row["place"].items()),
        )
        for id, row in enumerate(draw(shelf), start=1):
            own = {"part_id": row["part_id"], "minimum": row["minimum"]}
            facts.append(Stock(id=id, **own, **row["place"], **row["kept"]))
        bought = st.fixed_dictionaries({"quantity": st.integers(5, 99), "arrived": st.integers(0, 5)})
        many(
            PurchaseEta,
            3,
            part_id=part,
            place=st.one_of(places),
            bought=bought,
            eta_at=some(MOMENTS),
            ordered_at=MOMENTS,
            reference=TEXT,
        )
    facts.append(WorkOrder(id=1, title="x", opened_at=EPOCH, first_completed_at=EPOCH))
    many(
        Feedback,
        3,
        "received_at",
        order_id=st.just(1),
        score=st.integers(1, 5),
        text=TEXT,
        channel=SOME,
        received_at=MOMENTS,
    )
    many(
        Attachment,
        3,
        "name",
        order_id=st.just(1),
        name=FILE_NAME,
        place=FILE_NAME,
        note=TEXT.map(str.strip),
    )
    return facts
