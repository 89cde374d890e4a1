"""The sheets of what was agreed: calendars and holidays, work types and their checklists, SLA policies."""

from __future__ import annotations

from wom_tui.domain.sheets import kinds, terms, times
from wom_tui.domain.sheets.places import ZONE
from wom_tui.domain.sheets.sheet import Column, Part, Sheet, with_examples
from wom_tui.domain.sla.policy import RespondMeans, SlaPolicy
from wom_tui.domain.work_calendar import Calendar, Holiday
from wom_tui.domain.work_order import ChecklistItem, HoldReason
from wom_tui.domain.work_type import WorkType

CALENDAR = Column(
    name="calendar",
    fields=("calendar_id",),
    kind=kinds.one(Calendar, "the name of a calendar"),
    meaning="by whose open hours it counts",
    examples=(),
    is_required=True,
)
WORK_TYPE = Column(
    name="work_type",
    fields=("work_type_id",),
    kind=kinds.one(WorkType, "the name of a work type"),
    meaning="of which work",
    examples=(),
)

CALENDARS = Sheet(
    name="calendars",
    one="calendar",
    help="When an office or a contract is open, in general: one row for each calendar.",
    fact=Calendar,
    keys=(("name",),),
    columns=(
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="what SLA policies call it",
            examples=("business", "always"),
            is_required=True,
        ),
        ZONE,
        Column(
            name="hours",
            fields=("week",),
            kind=times.WEEK,
            meaning="the open hours of each day",
            examples=("mon-fri 08:30-17:00", "daily 00:00-24:00"),
            is_required=True,
        ),
    ),
)

HOLIDAYS = Sheet(
    name="holidays",
    one="holiday",
    help="Days on which a calendar stays closed: one row for each.",
    fact=Holiday,
    keys=(("calendar", "on"),),
    columns=(
        with_examples(CALENDAR, "business", "business"),
        Column(
            name="on",
            kind=kinds.DATE,
            meaning="the day",
            examples=("2026-07-03", "2026-12-25"),
            is_required=True,
        ),
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="what is celebrated",
            examples=("Independence Day", "Christmas"),
            is_required=True,
        ),
    ),
)

WORK_TYPES = Sheet(
    name="work-types",
    one="work type",
    help="What kinds of work there are, and what a new order takes from its kind: one row for each.",
    fact=WorkType,
    keys=(("name",),),
    columns=(
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="what orders call it",
            examples=("Street light", "Boiler inspection"),
            also=("service_name",),  # an Open311 list of services
            is_required=True,
        ),
        Column(
            name="group",
            kind=kinds.TEXT,
            meaning="a heading over several",
            examples=("Lighting", "Heating"),
        ),
        Column(
            name="priority",
            kind=kinds.PRIORITY,
            meaning="of a new order; empty = P3",
            examples=("P2", "P3"),
        ),
        Column(
            name="duration_min",
            kind=kinds.whole(1, 100_000),
            meaning="minutes on site",
            examples=("60", "90"),
        ),
        Column(
            name="skills",
            kind=kinds.SKILLS,
            meaning="what a technician has to be able to do; empty = not said yet",
            examples=("lights:2", "none"),
        ),
        Column(
            name="parts",
            kind=kinds.PARTS,
            meaning="what it usually takes, for every new order; empty = not said",
            examples=("", "FILTER-G4*2, SEAL-2"),
        ),
        Column(
            name="crew_size",
            kind=kinds.whole(1, 100),
            meaning="how many at the same time",
            examples=("1", "1"),
        ),
        Column(
            name="needs_approval",
            kind=kinds.YES_NO,
            meaning="whether somebody has to approve every order",
            examples=("no", "no"),
        ),
        Column(
            name="approval_above",
            fields=("approval_above_cents",),
            kind=kinds.MONEY,
            meaning="an estimate above it has to be approved",
            examples=("", "500.00"),
        ),
        Column(
            name="corrective",
            fields=("is_corrective",),
            kind=kinds.YES_NO,
            meaning="whether it repairs something, as opposed to planned maintenance",
            examples=("yes", "no"),
        ),
        Column(
            name="resolution_codes",
            kind=kinds.LIST_OR_NONE,
            meaning="how it can end; empty = any code is taken",
            examples=("repaired, replaced, no_fault", "passed, failed"),
        ),
        Column(
            name="cancel_reasons",
            kind=kinds.LIST_OR_NONE,
            meaning="offered where an order is cancelled",
            examples=("duplicate, not ours",),
        ),
        Column(
            name="required",
            kind=terms.REQUIRED,
            meaning="what an order must have before a state",
            examples=("completed: resolution_code",),
        ),
    ),
)

CHECKLISTS = Sheet(
    name="checklists",
    one="work type",
    help="What is asked on site: one row for each point; those of a work type are its whole checklist, in order.",
    fact=WorkType,
    keys=(("work_type",),),
    part=Part("checklist", ChecklistItem),
    columns=(
        Column(
            name="work_type",
            fields=("name",),
            kind=kinds.TEXT,
            meaning="of which work",
            examples=("Street light", "Street light", "Boiler inspection"),
            is_required=True,
        ),
        Column(
            name="point",
            fields=("text",),
            kind=kinds.TEXT,
            meaning="what is asked",
            examples=("Pole number", "Photo taken", "Pressure in bar"),
            is_required=True,
        ),
        Column(
            name="required",
            fields=("is_required",),
            kind=kinds.YES_NO,
            meaning="whether it has to be answered; empty = no",
            examples=("yes", "no", "yes"),
        ),
    ),
)

SLA = Sheet(
    name="sla",
    one="SLA policy",
    help="How soon somebody has to respond and to resolve: one row for each agreement.",
    fact=SlaPolicy,
    keys=(("class", "work_type", "priority", "from"),),
    columns=(
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="what the agreement is called",
            examples=("lights", "gold, urgent"),
            is_required=True,
        ),
        Column(
            name="class",
            fields=("customer_class",),
            kind=kinds.TEXT,
            meaning="customers of this class; empty = all",
            examples=("", "gold"),
        ),
        with_examples(WORK_TYPE, "Street light", ""),
        Column(
            name="priority",
            kind=kinds.PRIORITY_NUMBER,
            meaning="orders of this priority; empty = all",
            examples=("", "P1"),
        ),
        with_examples(CALENDAR, "business", "always"),
        Column(
            name="respond",
            kind=terms.TARGET,
            meaning="by when somebody responds",
            examples=("120 business minutes", "60 minutes"),
        ),
        Column(
            name="resolve",
            kind=terms.TARGET,
            meaning="by when it is resolved",
            examples=("2 business days", "8 hours"),
        ),
        Column(
            name="respond_means",
            kind=kinds.one_of(RespondMeans),
            meaning="what counts as a response; empty = first_on_site",
            examples=("first_on_site", "acknowledged"),
        ),
        Column(
            name="from",
            fields=("effective_from_on",),
            kind=kinds.DATE,
            meaning="first day on which an order may be opened to fall under it",
            examples=("2026-01-01", "2026-01-01"),
            is_required=True,
        ),
        Column(
            name="until",
            fields=("effective_to_on",),
            kind=kinds.DATE,
            meaning="last such day; empty = until further notice",
            examples=("", "2026-12-31"),
        ),
        Column(
            name="pausing_reasons",
            kind=terms.several_of(HoldReason),
            meaning="holds that stop the clock",
            examples=("parts, customer, access",),
        ),
        Column(
            name="warn_at",
            fields=("warn_share",),
            kind=terms.SHARE,
            meaning="warn when this share of the target is used; empty = 0.75",
            examples=("0.75", "0.5"),
        ),
    ),
)
