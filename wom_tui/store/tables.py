"""The tables: one per fact class, columns named like the fields, plus the journal and its receipts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.types import TypeEngine

from wom_tui.domain.alert import UNCLEARED, Alert
from wom_tui.domain.attachment import Attachment
from wom_tui.domain.branch import Branch
from wom_tui.domain.canned import CannedText
from wom_tui.domain.fact import Fact
from wom_tui.domain.feedback import Feedback
from wom_tui.domain.hearing import Preference, Reach
from wom_tui.domain.inbound import Inbound
from wom_tui.domain.maintenance import MaintenanceDue, MaintenancePlan, MeterReading
from wom_tui.domain.message import Message
from wom_tui.domain.note import Note
from wom_tui.domain.part import Part, PurchaseEta, Reservation, Stock, Warehouse
from wom_tui.domain.policy import User
from wom_tui.domain.request import Request
from wom_tui.domain.review import Review
from wom_tui.domain.rule import Rule
from wom_tui.domain.site import Asset, Contact, Customer, Site, Territory
from wom_tui.domain.sla.policy import SlaPolicy
from wom_tui.domain.snooze import Snooze
from wom_tui.domain.subscription import Subscription
from wom_tui.domain.technician import Absence, Shift, SkillGrant, Technician
from wom_tui.domain.visit import LIVE, Visit
from wom_tui.domain.work_calendar import Calendar, Holiday
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.store.codec import codec_of
from wom_tui.store.types import UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_COLUMN_TYPES: Mapping[str, type[TypeEngine[Any]]] = {
    "int": BigInteger,
    "float": Float,
    "str": Text,
    "bool": Boolean,
    "datetime": UtcTime,
    "date": Date,
    "json": Text,
}


POINTS = "points"  # of a column: the table that it points to, without a reference


def _fact_table(
    cls: type[Fact],
    refs: Mapping[str, str] | None = None,
    *extra: Any,
    loose: Mapping[str, str] = MappingProxyType({}),
) -> Table:
    """A table whose columns are the fields of the class.

    Args:
        refs: the table that an id points to.
        loose: the same of columns that were added to a table that was there: SQLite adds none with a reference.
    """
    codec = codec_of(cls)
    columns: list[Any] = []
    for field in codec.fields:
        target = (refs or {}).get(field.name)
        columns.append(
            Column(
                field.name,
                # SQLite hands out row ids for INTEGER only.
                BigInteger().with_variant(Integer, "sqlite")
                if field.name == "id"
                else _COLUMN_TYPES[field.kind],
                *([ForeignKey(f"{target}.id")] if target else []),
                primary_key=field.name == "id",
                autoincrement=False,
                nullable=field.is_optional,
                info={POINTS: loose[field.name]} if field.name in loose else {},
            )
        )
    return Table(codec.noun, metadata, *columns, *extra)


WHERE = "where"  # of a partial index
ONLY = "only"  # the same as conditions of a reader, beside that a record is not withdrawn


@event.listens_for(metadata, "before_create")
def _partial_indexes(_metadata: MetaData, connection: Connection, **_options: Any) -> None:
    """Tell the database at hand which rows an index covers.

    Not told when the index is made: naming a dialect there loads it, and Postgres' takes longer than all our tables.
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            if where := index.info.get(WHERE):
                index.dialect_kwargs[f"{connection.dialect.name}_where"] = text(where)


def _unique(*columns: str) -> Index:
    """No two records share these values; a withdrawn record gives its name back."""
    return Index(None, *columns, unique=True, info={WHERE: "NOT is_withdrawn"})


_LIVE = ", ".join(f"'{s.value}'" for s in sorted(LIVE))
# What no two visits of a technician may share. The same words on both databases.
BOOKED = f"technician_id IS NOT NULL AND start_at IS NOT NULL AND NOT is_withdrawn AND status IN ({_LIVE})"

_UNCLEARED = ", ".join(f"'{s.value}'" for s in sorted(UNCLEARED))
UNIQUE_ALERT = f"NOT is_withdrawn AND status IN ({_UNCLEARED})"

# In the order in which rows may be written: what is pointed to comes first.
FACT_TABLES: Mapping[type[Fact], Table] = {
    Calendar: _fact_table(Calendar, None, _unique("name")),
    Holiday: _fact_table(Holiday, {"calendar_id": "calendar"}, _unique("calendar_id", "on")),
    Territory: _fact_table(Territory, {"parent_id": "territory"}, _unique("name")),
    WorkType: _fact_table(WorkType, None, _unique("name")),
    SlaPolicy: _fact_table(SlaPolicy, {"work_type_id": "work_type", "calendar_id": "calendar"}),
    Customer: _fact_table(Customer),
    Contact: _fact_table(Contact, {"customer_id": "customer"}),
    Site: _fact_table(
        Site, {"customer_id": "customer", "territory_id": "territory"}, Index(None, "external_id")
    ),
    Asset: _fact_table(Asset, {"site_id": "site", "parent_id": "asset"}, Index(None, "site_id")),
    Technician: _fact_table(Technician, {"territory_id": "territory"}, _unique("code")),
    SkillGrant: _fact_table(SkillGrant, {"technician_id": "technician"}, Index(None, "technician_id")),
    Shift: _fact_table(Shift, {"technician_id": "technician"}, Index(None, "technician_id")),
    Absence: _fact_table(
        Absence,
        {"technician_id": "technician"},
        Index(None, "technician_id", "start_at"),
        CheckConstraint("end_at > start_at", name="forward"),
    ),
    User: _fact_table(User, {"technician_id": "technician"}, _unique("name"), _unique("os_user")),
    WorkOrder: _fact_table(
        WorkOrder,
        {
            "work_type_id": "work_type",
            "customer_id": "customer",
            "contact_id": "contact",
            "site_id": "site",
            "asset_id": "asset",
            "territory_id": "territory",
            "duplicate_of_id": "work_order",
            "parent_id": "work_order",
        },
        _unique("source", "external_id"),
        Index(None, "status"),
        Index(None, "site_id"),
        Index(None, "completed_at"),
        Index(None, "duplicate_of_id", info={WHERE: "duplicate_of_id IS NOT NULL"}),
        Index(None, "asset_id", info={WHERE: "asset_id IS NOT NULL"}),
        Index(None, "parent_id", info={WHERE: "parent_id IS NOT NULL"}),
    ),
    Requirement: _fact_table(Requirement, {"order_id": "work_order"}, _unique("order_id")),
    Visit: _fact_table(
        Visit,
        {"order_id": "work_order", "technician_id": "technician"},
        UniqueConstraint("order_id", "ordinal"),
        CheckConstraint(
            "(start_at IS NULL) = (end_at IS NULL) AND (start_at IS NULL OR end_at > start_at)", name="span"
        ),
        Index("ix_visit_booked", "technician_id", "start_at", info={WHERE: BOOKED}),
        Index(None, "start_at"),
    ),
    Part: _fact_table(Part, None, _unique("code")),
    Warehouse: _fact_table(Warehouse, None, _unique("name")),
    Stock: _fact_table(
        Stock,
        {"part_id": "part", "warehouse_id": "warehouse", "technician_id": "technician"},
        _unique("part_id", "warehouse_id"),
        _unique("part_id", "technician_id"),
        CheckConstraint("(warehouse_id IS NULL) <> (technician_id IS NULL)", name="place"),
        CheckConstraint("reserved >= 0 AND reserved <= quantity", name="amount"),
    ),
    PurchaseEta: _fact_table(
        PurchaseEta,
        {"part_id": "part", "warehouse_id": "warehouse", "technician_id": "technician"},
        Index(None, "part_id"),
        CheckConstraint("(warehouse_id IS NULL) <> (technician_id IS NULL)", name="place"),
        CheckConstraint("arrived >= 0 AND reserved >= 0 AND reserved <= quantity - arrived", name="amount"),
    ),
    Reservation: _fact_table(
        Reservation,
        {
            "order_id": "work_order",
            "part_id": "part",
            "stock_id": "stock",
            "purchase_eta_id": "purchase_eta",
        },
        Index(None, "order_id"),
        Index(None, "stock_id"),
        Index(None, "purchase_eta_id"),
        CheckConstraint("(stock_id IS NULL) <> (purchase_eta_id IS NULL)", name="source"),
        CheckConstraint("quantity >= 0 AND used >= 0", name="amount"),
    ),
    Request: _fact_table(
        Request,
        {"contact_id": "contact", "site_id": "site", "order_id": "work_order"},
        Index(None, "status", "received_at"),
    ),
    Feedback: _fact_table(
        Feedback,
        {"order_id": "work_order"},
        _unique("order_id", "received_at"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
    ),
    Snooze: _fact_table(Snooze, {"order_id": "work_order"}, _unique("order_id")),
    Attachment: _fact_table(Attachment, {"order_id": "work_order"}, Index(None, "order_id")),
    Note: _fact_table(Note, {"order_id": "work_order"}, Index(None, "order_id")),
    Message: _fact_table(
        Message,
        {
            "from_technician_id": "technician",
            "order_id": "work_order",
            "technician_id": "technician",
            "reply_to_id": "message",
        },
        Index(None, "order_id"),
        Index(None, "technician_id"),
        Index(None, "sent_at"),
        CheckConstraint("(order_id IS NULL) <> (technician_id IS NULL)", name="thread"),
    ),
    CannedText: _fact_table(CannedText, None, _unique("name")),
    Inbound: _fact_table(
        Inbound,
        {"order_id": "work_order", "visit_id": "visit"},
        Index(None, "status"),
        Index(None, "order_id"),
    ),
    Branch: _fact_table(Branch, None, Index(None, "status")),
    Rule: _fact_table(Rule, None, _unique("name")),
    # One that is not cleared for each rule and subject. What it is about may go: it refers to nothing.
    Alert: _fact_table(
        Alert,
        None,
        Index(None, "rule", "subject", unique=True, info={WHERE: UNIQUE_ALERT, ONLY: {"status": UNCLEARED}}),
        Index("ix_alert_standing", "rule", "subject", info={WHERE: "ended_at IS NULL"}),
        Index(None, "status"),
        Index(None, "order_id", info={WHERE: "order_id IS NOT NULL"}),
        Index(None, "raised_at"),
    ),
    MaintenancePlan: _fact_table(
        MaintenancePlan,
        {"work_type_id": "work_type", "site_id": "site", "asset_id": "asset"},
        _unique("name"),
        loose={"calendar_id": "calendar"},
    ),
    MaintenanceDue: _fact_table(
        MaintenanceDue,
        {"plan_id": "maintenance_plan", "order_id": "work_order"},
        # Also of one that was taken back: what somebody did not want is not made again.
        UniqueConstraint("plan_id", "due_on"),
        Index(None, "order_id"),
    ),
    MeterReading: _fact_table(MeterReading, {"asset_id": "asset"}, _unique("asset_id", "read_at")),
    Subscription: _fact_table(Subscription, None, _unique("name")),
    Review: _fact_table(Review, None, _unique("week_on")),
    Reach: _fact_table(
        Reach,
        {"technician_id": "technician", "user_id": "user"},
        _unique("technician_id"),
        _unique("user_id"),
        CheckConstraint("(technician_id IS NULL) <> (user_id IS NULL)", name="who"),
    ),
    Preference: _fact_table(Preference, {"customer_id": "customer"}, _unique("customer_id")),
}
FACTS: Mapping[str, type[Fact]] = {codec_of(cls).noun: cls for cls in FACT_TABLES}
