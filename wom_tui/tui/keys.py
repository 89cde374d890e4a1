"""Which key does what, under which name, where? One row per command of the console.

The key bar, the help and `key_road.py`, which runs them, all go by these rows. A letter means
one verb everywhere, or is dead: `tests/tui/test_keys.py` fails on a second meaning.
"""

from __future__ import annotations

from collections.abc import Iterator

from wom_tui.tui.key import (
    ACTS,
    ANYWHERE,
    BACKLOG,
    BOARD,
    CANDIDATES,
    EVERYWHERE,
    INTAKE,
    LANES,
    LISTS,
    ORDER,
    PROPOSAL,
    TECHNICIAN,
    Danger,
    Key,
)

_BOARD = frozenset({BOARD})
_LANES = frozenset({LANES})
_PROPOSAL = frozenset({PROPOSAL})
_DAYS = LISTS | _PROPOSAL
_TECHNICIAN = frozenset({TECHNICIAN})
_INTAKE = frozenset({INTAKE})


_ACT = Danger.REVERSIBLE
KEYS: tuple[Key, ...] = (
    Key(
        id="accept",
        key="Y",
        label="accept",
        tooltip="Book all lines that are taken, as one act",
        contexts=_PROPOSAL,
        danger=_ACT,
        bar=True,
    ),
    Key(
        id="open",
        key="enter",
        label="open",
        tooltip="Open what the cursor is on",
        contexts=LISTS | {BACKLOG, CANDIDATES, PROPOSAL, TECHNICIAN, ORDER, INTAKE},
        bar=True,
        labels=((CANDIDATES, "assign"), (BACKLOG, "show on the board"), (INTAKE, "go on")),
        quiet_in=frozenset({ORDER}),
    ),
    Key(
        id="edit",
        key="e",
        label="edit",
        tooltip="The line that changes it, typed as far as it is known",
        contexts=ACTS | {TECHNICIAN},
        danger=_ACT,
        bar=True,
        quiet_in=ACTS,
    ),
    Key(
        id="add",
        key="plus",
        label="add",
        tooltip="Another shift, absence or skill, whichever the cursor is on",
        contexts=_TECHNICIAN,
        danger=_ACT,
        bar=True,
    ),
    Key(
        id="remove",
        key="X",
        label="remove",
        tooltip="Take away what the cursor is on; undo brings it back",
        contexts=_TECHNICIAN,
        danger=_ACT,
        bar=True,
    ),
    Key(
        id="off",
        key="o",
        label="off duty",
        tooltip="Say when the technician is away",
        contexts=_TECHNICIAN | {LANES},
        danger=_ACT,
        bar=True,
        quiet_in=_LANES,
    ),
    Key(
        id="assign",
        key="a",
        label="assign",
        tooltip="See who can take it, and choose",
        contexts=ACTS | {TECHNICIAN},
        danger=_ACT,
        bar=True,
    ),
    Key(
        id="dispatch",
        key="d",
        label="dispatch",
        tooltip="Send the technician",
        contexts=ACTS | {CANDIDATES},
        danger=_ACT,
        bar=True,
        labels=((CANDIDATES, "assign and dispatch"),),
    ),
    Key(
        id="plan",
        key="P",
        label="plan",
        tooltip="A proposal for the day: nothing is booked before it is accepted",
        contexts=LISTS | {PROPOSAL},
        bar=True,
        labels=((PROPOSAL, "plan again"),),
    ),
    Key(
        id="policy",
        key="D",
        label="policy",
        tooltip="Plan again, by the next policy",
        contexts=_PROPOSAL,
        bar=True,
    ),
    Key(
        id="branch",
        key="V",
        label="branch",
        tooltip="A plan beside the live day: go there, review it, bring it over",
    ),
    Key(id="mend", key="F", label="mend", tooltip="Mend the day with the fewest moves", contexts=_DAYS),
    Key(
        id="reschedule",
        key="r",
        label="reschedule",
        tooltip="Move the visit to another time",
        contexts=ACTS | {TECHNICIAN},
        danger=_ACT,
        bar=True,
        quiet_in=_LANES | {TECHNICIAN},
    ),
    Key(
        id="hold",
        key="h",
        label="hold",
        tooltip="Put it on hold: a reason, and when to look again",
        contexts=ACTS,
        danger=_ACT,
        bar=True,
        quiet_in=_LANES,
    ),
    Key(
        id="finish",
        key="f",
        label="finish",
        tooltip="Say that the work is done",
        contexts=ACTS,
        danger=_ACT,
        bar=True,
        quiet_in=_LANES,
    ),
    Key(
        id="why",
        key="W",
        label="why",
        tooltip="Why it is planned so, or not at all; why not with whom the cursor is on",
        contexts=ACTS | {CANDIDATES, PROPOSAL},
        bar=True,
        quiet_in=ACTS,
    ),
    Key(
        id="priority",
        key="p",
        label="priority",
        tooltip="Give the order another priority",
        contexts=ACTS,
        danger=_ACT,
    ),
    Key(
        id="locate",
        key="at",
        label="locate",
        tooltip="Say where the order's site is: degrees, or a known address like it",
        contexts=_BOARD | {ORDER},
        danger=_ACT,
    ),
    Key(
        id="reserve",
        key="R",
        label="reserve",
        tooltip="Reserve a part for the order; the first one that is short is typed already",
        contexts=frozenset({ORDER}),
        danger=_ACT,
    ),
    Key(
        id="use",
        key="i",
        label="use",
        tooltip="Say that a part was built in; the first one that is reserved is typed already",
        contexts=frozenset({ORDER}),
        danger=_ACT,
    ),
    Key(
        id="unreserve",
        key="B",
        label="give back",
        tooltip="Let a reserved part go",
        contexts=frozenset({ORDER}),
        danger=_ACT,
    ),
    Key(id="new", key="n", label="new", tooltip="Take in a new work order", contexts=ACTS, danger=_ACT),
    Key(
        id="cancel",
        key="x",
        label="cancel",
        tooltip="Give the order up; asks for its number",
        contexts=ACTS,
        danger=Danger.FINAL,
    ),
    Key(
        id="mark",
        key="space",
        label="mark",
        tooltip="Mark the row and go on to the next",
        contexts=_BOARD | _PROPOSAL,
        bar=True,
        labels=((PROPOSAL, "take or leave out"),),
    ),
    Key(
        id="range", key="v", label="range", tooltip="Mark all rows from here to where you go", contexts=_BOARD
    ),
    Key(id="invert", key="asterisk", label="invert", tooltip="Mark what is not marked", contexts=_BOARD),
    Key(
        id="mark_all",
        key="M",
        label="mark all",
        tooltip="Mark every row that the filter shows",
        contexts=_BOARD,
    ),
    Key(
        id="filter",
        key="slash",
        label="filter",
        tooltip="Show only rows that fit, as you type",
        bar=True,
        quiet_in=ANYWHERE - _BOARD,
    ),
    Key(id="command", key="colon", label="command", tooltip="Type a command; Tab completes", bar=True),
    Key(id="undo", key="u", label="undo", tooltip="Take your last act back", danger=_ACT, bar=True),
    Key(id="redo", key="U", label="redo", tooltip="Do again what you have just taken back", danger=_ACT),
    Key(
        id="sort",
        key="s",
        label="sort",
        tooltip="Sort by the chosen column; again = turn round",
        contexts=_BOARD,
        bar=True,
    ),
    Key(
        id="column_left",
        key="less_than_sign",
        label="column left",
        tooltip="Choose the column before",
        contexts=_BOARD,
    ),
    Key(
        id="column_right",
        key="greater_than_sign",
        label="column right",
        tooltip="Choose the column after",
        contexts=_BOARD,
    ),
    Key(
        id="settle",
        key="full_stop",
        label="settle",
        tooltip="Put rows that moved, came or went in their place",
        contexts=LISTS,
    ),
    Key(
        id="freeze",
        key="z",
        label="freeze list",
        tooltip="Keep rows in their place until pressed again",
        contexts=_BOARD,
    ),
    Key(id="copy", key="y", label="copy", tooltip="Copy the order's line to the clipboard", contexts=ACTS),
    Key(
        id="technician",
        key="T",
        label="technician",
        tooltip="Look at the technician: days, shifts, absences, skills, van",
        contexts=ACTS,
        bar=True,
        quiet_in=_BOARD | {ORDER},
    ),
    Key(id="board", key="1", label="Board", tooltip="All orders, what needs action first"),
    Key(id="lanes", key="2", label="Lanes", tooltip="The day of every technician"),
    Key(id="backlog", key="3", label="Backlog", tooltip="What is open: how old, what it waits for, where"),
    Key(id="order", key="4", label="Order", tooltip="One order with its clocks and history"),
    Key(id="up", key="up,k", label="up", tooltip="One row up", contexts=EVERYWHERE),
    Key(id="down", key="down,j", label="down", tooltip="One row down", contexts=EVERYWHERE),
    Key(id="half_up", key="ctrl+u", label="half a page up", tooltip="Half a page up"),
    Key(id="half_down", key="ctrl+d", label="half a page down", tooltip="Half a page down"),
    Key(id="page_up", key="pageup", label="page up", tooltip="One page up", contexts=EVERYWHERE),
    Key(id="page_down", key="pagedown", label="page down", tooltip="One page down", contexts=EVERYWHERE),
    Key(id="top", key="g,home", label="top", tooltip="To the first row"),
    Key(id="bottom", key="G,end", label="bottom", tooltip="To the last row"),
    Key(
        id="tab_left",
        key="left_square_bracket",
        label="tab left",
        tooltip="The sub-tab before",
        contexts=frozenset({ORDER}),
    ),
    Key(
        id="tab_right",
        key="right_square_bracket",
        label="tab right",
        tooltip="The sub-tab after",
        contexts=frozenset({ORDER}),
    ),
    Key(
        id="bar_left",
        key="left",
        label="visit before",
        tooltip="To the visit before on this lane",
        contexts=_LANES,
    ),
    Key(
        id="bar_right",
        key="right",
        label="visit after",
        tooltip="To the next visit on this lane",
        contexts=_LANES,
    ),
    Key(id="pan_left", key="H", label="earlier", tooltip="Four hours earlier", contexts=_LANES),
    Key(id="pan_right", key="L", label="later", tooltip="Four hours later", contexts=_LANES),
    Key(
        id="zoom_in",
        key="equals_sign",
        label="zoom",
        tooltip="Fewer minutes in a cell",
        contexts=_LANES,
        bar=True,
    ),
    Key(id="zoom_out", key="underscore", label="zoom out", tooltip="More minutes in a cell", contexts=_LANES),
    Key(
        id="day_before", key="left_parenthesis", label="day before", tooltip="The day before", contexts=_LANES
    ),
    Key(
        id="day_after",
        key="right_parenthesis",
        label="next day",
        tooltip="The day after",
        contexts=_LANES,
        bar=True,
    ),
    Key(
        id="to_now", key="0", label="now", tooltip="Today, and the time that it is", contexts=_LANES, bar=True
    ),
    Key(
        id="pane",
        key="tab",
        label="tray",
        tooltip="Between the lanes and what nobody has; between who can and who cannot; to the next field",
        contexts=frozenset({LANES, CANDIDATES, INTAKE}),
        bar=True,
        labels=((CANDIDATES, "who cannot"), (INTAKE, "next field")),
    ),
    Key(
        id="pane_back",
        key="shift+tab",
        label="field before",
        tooltip="To the field before",
        contexts=_INTAKE,
    ),
    Key(id="repaint", key="ctrl+l", label="repaint", tooltip="Draw the screen anew", contexts=EVERYWHERE),
    Key(
        id="back",
        key="escape",
        label="back",
        tooltip="Clear notices, marks, the filter; else back to where the view was opened from",
        contexts=EVERYWHERE,
        bar=True,
        labels=((INTAKE, "keep the draft"),),
        quiet_in=ANYWHERE,
    ),
    Key(
        id="leave",
        key="q",
        label="back",
        tooltip="Back to where the view was opened from; on the board: leave",
    ),
    Key(
        id="help",
        key="question_mark,f1",
        label="keys",
        tooltip="All keys of this view",
        contexts=EVERYWHERE,
        bar=True,
    ),
)


def rows_of(context: str) -> Iterator[Key]:
    """The rows that work in a view."""
    return (row for row in KEYS if context in row.contexts)


def by_id(id: str) -> Key:
    """The row of a command."""
    return _BY_ID[id]


def by_key(key: str) -> Key | None:
    """What a key runs, by its Textual name; None where it is dead."""
    return _BY_KEY.get(key)


_BY_ID = {row.id: row for row in KEYS}
_BY_KEY = {key: row for row in KEYS for key in row.key.split(",")}
