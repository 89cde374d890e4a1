"""The tables that hold no facts: the journal and its receipts, and what the program notes down for itself."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, UniqueConstraint

from wom_tui.store.tables import WHERE, metadata
from wom_tui.store.types import UtcTime

event_table = Table(
    "event",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("door", Text, nullable=False),
    Column("command_id", Text, nullable=False),
    Column("cause", BigInteger),
    Column("undo_of", BigInteger),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("payload_v", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("subject", "version"),
    Index(None, "at"),
    Index(None, "command_id"),
)

receipt_table = Table(
    "receipt",
    metadata,
    Column("command_id", Text, primary_key=True),
    Column("recorded_at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("door", Text, nullable=False),
    Column("session", Text, nullable=False),  # one console, one shell: whose last act `undo` takes back
    Column("form", Text, nullable=False),  # act, undo, redo
    Column("summary", Text, nullable=False),
    Column("first_seq", BigInteger),
    Column("last_seq", BigInteger),
    Column("violations", Text, nullable=False),
    Column("overrides", Text, nullable=False),
    Column("refusals", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("undo_of", Text, unique=True),  # the command that this one takes back
    Column("left_at", UtcTime),  # when something left the house because of it
    Index(None, "actor", "session", "last_seq"),
    Index(None, "last_seq"),
)

# A checkpoint of a running import, written in the transaction of its batch.
import_table = Table(
    "import_batch",
    metadata,
    Column("file_hash", Text, primary_key=True),
    Column("preset", Text, primary_key=True),
    Column("line", BigInteger, primary_key=True),  # the last line of the file that the batch read
    Column("command_id", Text, nullable=False),
    Column("counts", Text, nullable=False),
)

# What the office itself is: its name, its world, its clock in a demonstration.
office_table = Table(
    "office", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False)
)

# Who is at the database just now. No fact, and in no journal: a row is as old as a console's last sign of life.
presence_table = Table(
    "presence",
    metadata,
    Column("key", Text, primary_key=True),  # of one console
    Column("who", Text, nullable=False),
    Column("order_id", BigInteger),  # what it has open; no foreign key, for it binds nobody
    Column("seen_at", UtcTime, nullable=False),
)

# Who has looked at which message. No fact either, and in no journal: see `message_reads.py`.
message_read_table = Table(
    "message_read",
    metadata,
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),  # binds nobody, as above
    Column("who", Text, primary_key=True),
    Column("read_at", UtcTime, nullable=False),
)

# Who may act for everybody; see `lease.py`. Not in any journal, and in no copy: it belongs to this database.
lease_table = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("token", BigInteger, nullable=False),  # only ever grows
    Column("expires_ms", BigInteger, nullable=False),  # on the clock that `boot` names
    Column("boot", Text, nullable=False),  # of the machine, on SQLite; Postgres has one clock
    Column("is_hinted", Boolean, nullable=False),  # its holder would let go of a lock by dying
)

# How far the runner has come with each rule.
due_table = Table(
    "due",
    metadata,
    Column("rule_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("done_until", UtcTime, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("held", Integer, nullable=False),
)

# Since when the condition of an alert has held that was not raised yet, because it has to hold longer.
pending_table = Table(
    "pending",
    metadata,
    Column("rule_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("subject", Text, primary_key=True),
    Column("since_at", UtcTime, nullable=False),
)

# What rules have done, or would have: one row for each firing, written in the transaction of its effect.
action_table = Table(
    "action",
    metadata,
    Column("key", Text, primary_key=True),  # rule, subject and occasion: no second act has the same
    Column("rule", Text, nullable=False),
    Column("order_id", BigInteger),  # where it is about one
    Column("due_at", UtcTime, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("cause", BigInteger),  # the event that it answers
    Column("command_id", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("said", Text, nullable=False),  # why, where nothing was done
    Column("subject", Text, nullable=False),  # as alerts name it: `order:4417`, `territory:West`
    Index(None, "rule", "recorded_at"),
    Index(None, "recorded_at"),
)

# What is to leave the house: a row for each message, written in the transaction of what it tells. No fact, and in no
# journal: what becomes of it is a matter of the world outside.
outbox_table = Table(
    "outbox",
    metadata,
    Column("dedupe_key", Text, primary_key=True),  # no second message has it, and receivers are told it
    Column("subscription", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("command_id", Text, nullable=False),
    Column("order_id", BigInteger),
    Column("recipient", Text, nullable=False),  # who it is, never an address
    Column("channel", Text, nullable=False),
    Column("endpoint", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("written_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("content", Text),  # while it may be sent again; erased with the customer
    Column("said", Text, nullable=False),
    Column("sent_at", UtcTime),
    Column("withdrawn_by", Text),
    Index(None, "due_at", info={WHERE: "state IN ('waiting', 'sending')"}),
    Index(None, "command_id"),
    Index(None, "subject"),
    Index(None, "withdrawn_by", info={WHERE: "withdrawn_by IS NOT NULL"}),
    Index(None, "order_id"),
    Index(None, "channel", "recipient", "sent_at", info={WHERE: "sent_at IS NOT NULL"}),
    Index(None, "written_at"),
)
