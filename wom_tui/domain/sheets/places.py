"""The sheets of where work is done and for whom: territories, customers, contacts, sites, assets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wom_tui.domain.intake.position import judge
from wom_tui.domain.sheets import kinds, terms, times
from wom_tui.domain.sheets.sheet import Column, Sheet, with_examples
from wom_tui.domain.site import Asset, Contact, Customer, GeocodeQuality, Site, Territory
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation

_WORLD = (-90.0, -180.0, 90.0, 180.0)
CUSTOMER = Column(
    name="customer",
    fields=("customer_id",),
    kind=kinds.one(Customer, "the external id or the name of a customer"),
    meaning="whose it is",
    examples=(),
)
SITE = Column(
    name="site",
    fields=("site_id",),
    kind=kinds.one(
        Site, 'the external id or the name of a site, or "name, address" where several have the name'
    ),
    meaning="where it stands",
    examples=(),
)
TERRITORY = Column(
    name="territory",
    fields=("territory_id",),
    kind=kinds.one(Territory, "the name of a territory"),
    meaning="in whose part of the map it lies",
    examples=(),
)
ZONE = Column(
    name="zone",
    kind=kinds.ZONE,
    meaning="the clock there; empty = the office's",
    examples=(),
    is_office_zone=True,
)
EXTERNAL_ID = Column(
    name="external_id",
    kind=kinds.TEXT,
    meaning="its number in the system that it comes from; tells records apart where it is there",
    examples=(),
)


def _not_above_itself(record: Any, beside: Mapping[int, Any]) -> Iterator[Violation]:
    """Whoever goes up from a record does not come by it again."""
    above, seen = beside.get(record.parent_id or 0), {record.id}
    while above is not None and above.id not in seen:
        seen.add(above.id)
        above = beside.get(above.parent_id or 0)
    if record.parent_id == record.id or above is not None:
        yield Violation(
            code="record.contradiction",
            message=f"{record.name} would lie within itself",
            facts={"field": "parent_id", "name": record.name},
        )


def _site_rule(site: Site, _beside: Mapping[int, Site]) -> Iterator[Violation]:
    """A position has two coordinates, and is not trusted without them."""
    if (site.lat is None) != (site.lon is None):
        said = "a position needs both lat and lon"
        yield Violation(code="record.contradiction", message=said, facts={"field": "lat"})
    elif site.lat is None and site.geocode_quality is not GeocodeQuality.MISSING:
        said = f"a position that is {site.geocode_quality.value} needs lat and lon"
        yield Violation(code="record.contradiction", message=said, facts={"field": "geocode_quality"})


def _judged(values: Mapping[str, Any]) -> dict[str, Any]:
    """Where a row says nothing about the position's quality, the position speaks for itself."""
    if "lat" not in values or "lon" not in values:
        return {}
    return {"position": judge(values["lat"], values["lon"], bounds=_WORLD).quality}


TERRITORIES = Sheet(
    name="territories",
    one="territory",
    help="The parts of the map, each with its own dispatcher: one row for each.",
    fact=Territory,
    keys=(("name",),),
    rule=_not_above_itself,
    columns=(
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="what it is called everywhere else",
            examples=("Metro", "Metro West"),
            is_required=True,
        ),
        Column(
            name="parent",
            fields=("parent_id",),
            kind=kinds.one(Territory, "the name of a territory"),
            meaning="the territory that it is a part of",
            examples=("", "Metro"),
        ),
        ZONE,
        Column(
            name="bounds",
            kind=terms.BOUNDS,
            meaning="between which degrees it lies",
            examples=("42.2 -71.2 42.4 -70.9",),
        ),
    ),
)

CUSTOMERS = Sheet(
    name="customers",
    one="customer",
    help="Who has a contract: one row for each customer.",
    fact=Customer,
    keys=(("external_id",), ("name",)),
    columns=(
        with_examples(EXTERNAL_ID, "C-100", "C-101"),
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="what the customer is called",
            examples=("City of Boston", "Harbor Estates"),
            is_required=True,
        ),
        Column(
            name="class",
            fields=("customer_class",),
            kind=kinds.TEXT,
            meaning="a word by which SLA policies tell customers apart",
            examples=("gold", "standard"),
        ),
        Column(
            name="excluded_technicians",
            fields=("excluded_technician_ids",),
            kind=kinds.several(Technician, "codes of technicians"),
            meaning="who must not be sent there",
            examples=("", "ali"),
        ),
    ),
)

CONTACTS = Sheet(
    name="contacts",
    one="contact",
    help="People to talk to: one row for each. The journal says that they changed, never what they are called.",
    fact=Contact,
    keys=(("customer", "name"),),
    columns=(
        with_examples(CUSTOMER, "City of Boston"),
        Column(
            name="name", kind=kinds.TEXT, meaning="the person", examples=("Dana Whitfield",), is_required=True
        ),
        Column(name="phone", kind=kinds.TEXT, meaning="a number", examples=("+1 617 555 0117",)),
        Column(name="email", kind=kinds.TEXT, meaning="an address", examples=("dana@example.org",)),
    ),
)

SITES = Sheet(
    name="sites",
    one="site",
    help="The places where work is done: one row for each.",
    fact=Site,
    keys=(("external_id",), ("name", "address")),
    rule=_site_rule,
    complete=_judged,
    columns=(
        with_examples(EXTERNAL_ID, "S-2001", ""),
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="what the place is called",
            examples=("City Hall", "Pump house"),
            is_required=True,
        ),
        Column(
            name="address",
            kind=kinds.TEXT,
            meaning="in one line; with the name it tells places without external id apart",
            examples=("1 City Hall Sq, Boston", "Morrissey Blvd, Boston"),
        ),
        with_examples(CUSTOMER, "City of Boston", "C-101"),
        with_examples(TERRITORY, "Metro", "Metro West"),
        ZONE,
        Column(name="lat", kind=kinds.LATITUDE, meaning="the position: latitude", examples=("42.3603",)),
        Column(name="lon", kind=kinds.LONGITUDE, meaning="the same: longitude", examples=("-71.0580",)),
        Column(
            name="position",
            fields=("geocode_quality",),
            kind=kinds.one_of(GeocodeQuality),
            meaning="how far that can be trusted; empty = as it looks",
            examples=("exact",),
        ),
        Column(
            name="remote",
            fields=("is_remote",),
            kind=kinds.YES_NO,
            meaning="whether work is done without going there",
            examples=("no", "no"),
        ),
        Column(
            name="access_notes",
            kind=kinds.TEXT,
            meaning="what whoever goes there has to know",
            examples=("", "key at the gate"),
        ),
        Column(
            name="access_hours",
            kind=times.ACCESS,
            meaning="when somebody can get in",
            examples=("mon-fri 08:00-17:00",),
        ),
    ),
)

ASSETS = Sheet(
    name="assets",
    one="asset",
    help="The things that are looked after: one row for each.",
    fact=Asset,
    keys=(("serial",), ("site", "name")),
    rule=_not_above_itself,
    columns=(
        Column(
            name="serial",
            kind=kinds.TEXT,
            meaning="the maker's number; tells assets apart where it is there",
            examples=("HX-88213", ""),
        ),
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="what it is called",
            examples=("Boiler 1", "Burner"),
            is_required=True,
        ),
        with_examples(SITE, "City Hall", "S-2001"),
        Column(
            name="kind", kind=kinds.TEXT, meaning="what sort of thing it is", examples=("boiler", "burner")
        ),
        Column(
            name="parent",
            fields=("parent_id",),
            kind=kinds.one(Asset, "the serial number or the name of an asset"),
            meaning="the asset that it is a part of",
            examples=("", "HX-88213"),
        ),
        Column(
            name="warranty_until",
            fields=("warranty_until_on",),
            kind=kinds.DATE,
            meaning="the last day under warranty",
            examples=("2028-06-30",),
        ),
    ),
)
