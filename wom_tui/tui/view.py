"""What is a view: one of the rooms behind the tabs, and what the frame asks of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.widget import Widget

from wom_tui.domain.states import OrderStatus
from wom_tui.present.cells import Line

if TYPE_CHECKING:
    from datetime import date, datetime

    from wom_tui.domain.receipt import Receipt
    from wom_tui.present.order_table import TableOut
    from wom_tui.queries.orders import OrderRow
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.changes import Changes
    from wom_tui.tui.second_look import SecondLook
    from wom_tui.tui.widgets.line_input import LineInput
    from wom_tui.tui.widgets.text_sheet import TextSheet

AGAIN_S = 2.0  # so long after a question without an answer it is asked again

# Where each view lives; imported when somebody first goes there.
PLACES: Mapping[str, str] = MappingProxyType(
    {
        "board": "wom_tui.tui.screens.board:BoardView",
        "order": "wom_tui.tui.screens.order:OrderView",
        "lanes": "wom_tui.tui.screens.lanes:LanesView",
        "backlog": "wom_tui.tui.screens.backlog:BacklogView",
        "triage": "wom_tui.tui.screens.triage:TriageView",
        "technician": "wom_tui.tui.screens.technician:TechnicianView",
        "candidates": "wom_tui.tui.screens.candidates:CandidatesView",
        "map": "wom_tui.tui.screens.map:MapView",
        "proposal": "wom_tui.tui.screens.proposal:ProposalView",
        "settings": "wom_tui.tui.screens.settings:SettingsView",
        "diff": "wom_tui.tui.screens.diff:DiffView",
        "log": "wom_tui.tui.screens.log:LogView",
        "alerts": "wom_tui.tui.screens.alerts:AlertsView",
        "messages": "wom_tui.tui.screens.messages:MessagesView",
        "outbox": "wom_tui.tui.screens.outbox:OutboxView",
        "rules": "wom_tui.tui.screens.rules:RulesView",
        "rule": "wom_tui.tui.screens.rule:RuleView",
        "intake": "wom_tui.tui.screens.intake:IntakeView",
    }
)


@dataclass(frozen=True)
class Target:
    """An order that a verb acts on, in the version that was on the screen."""

    number: int
    version: int
    visit_id: int | None = None  # the visit that stands for the order
    visit_version: int | None = None
    is_completed: bool = False  # the work is done, and what is left is to close it

    @staticmethod
    def of(row: OrderRow) -> Target:
        """The row of a list as something that a verb acts on."""
        visit = row.visit
        return Target(
            row.number,
            row.version,
            visit.id if visit else None,
            visit.version if visit else None,
            is_completed=row.status == OrderStatus.COMPLETED,
        )


class View(Widget):
    """A room. The frame shows one at a time and keeps the others as they were."""

    context: ClassVar[str]
    tab: ClassVar[str] = ""  # the tab that it stands behind, where it has none of its own
    second_look: SecondLook | None = None  # of a view that is about one order, and draws it anew by itself
    told: ClassVar[frozenset[str]] = frozenset()  # keys that are lines here, and whose lines are recorded
    has_filter: ClassVar[bool] = False  # `/` narrows this view; of one that has none, the board

    DEFAULT_CSS = """
    View { height: 1fr; width: 1fr; layout: vertical; }
    """

    @property
    def wom(self) -> WomApp:
        """The app, by its own type."""
        return cast("WomApp", self.app)

    @property
    def mode(self) -> str:
        """The context whose keys work now: the view's own, or that of something begun in it."""
        return self.context

    @property
    def hands(self) -> object:
        """Who answers keys first in that mode."""
        return self

    def answer_to(self, id: str) -> Callable[[], Awaitable[None] | None] | None:
        """What a key does here; None = nothing, unless somebody else answers it."""
        name = f"do_{id}"
        return getattr(self.hands, name, None) or getattr(self, name, None)

    @property
    def idle(self) -> frozenset[str]:
        """Keys that have nothing to be about just now: the key bar does not offer them."""
        return frozenset()

    @property
    def has_come(self) -> bool:
        """There is something to move a cursor on, or it is known that there is nothing; else steps wait for it."""
        return True

    def spelt_out(self, line: str) -> tuple[str, ...]:
        """The lines that a line comes to, where `.` stands in it for what is marked here, or under the cursor."""
        return (line,)

    def when_read(self, then: Callable[[], None]) -> None:
        """Go on as soon as the view shows what there is by now."""
        then()

    def key_is_dead(self, key: str) -> None:
        """A key was pressed that means nothing here: whoever mistyped it shall not wait for what it does."""
        self.wom.toast(
            f"{self.wom.signs.keys(key)} does nothing here",
            f"{self.wom.keymap.shown('help')} lists the keys that do",
        )

    def scope(self) -> tuple[Line, Line]:
        """Line 2: what is shown, and how much of it."""
        return (), ()

    def attention(self) -> Line:
        """Line 3: counts that are not zero."""
        return ()

    def targets(self) -> tuple[Target, ...]:
        """What verbs act on: marks, else what the cursor is on."""
        return ()

    @property
    def filter_text(self) -> str:
        """What it is narrowed by."""
        return ""

    filter_error = ""  # why what was typed last is no filter

    def filter_by(self, text: str) -> None:
        """Show only what fits; for a view that has a filter."""

    def opened(self) -> None:
        """The view has come to the front."""

    @property
    def is_wanted(self) -> bool:
        """It is in front, or read before it is."""
        ahead = self.wom.ahead
        return self.display or (ahead is not None and ahead.is_reading(self))

    def came_live(self) -> None:
        """The desk answers from now on; a view that is opened later reads when it is `opened`."""

    def rows_changed(self, changes: Changes) -> None:
        """Somebody has changed something; called on every mounted view."""

    def minute(self, now: datetime) -> None:
        """A minute has passed."""

    @property
    def claimed(self) -> int | None:
        """The order that somebody looks at closely here, or is about to move: the others are told."""
        return None

    def others_changed(self) -> None:
        """Somebody else has come or gone, or has another order open."""

    def time_jumped(self, now: datetime) -> None:
        """Another moment is looked at; everything else has been told by `rows_changed`."""
        if self.second_look is not None:
            self.second_look.forget()  # nobody has changed what is another because of that
        self.minute(now)

    def theirs_kept(self) -> None:
        """Somebody was faster, and it stays as they left it: what was typed against it is put away."""

    def acted(self, receipt: Receipt | None) -> None:
        """What was said while this view was in front has come to its end; None = nothing was done."""

    def note_key(self) -> None:
        """A key was pressed; called before it does anything."""

    def quiet_s(self) -> float:
        """What waits to be moved keeps its place until no key was pressed for so long."""
        return self.wom.settings.console.quiet_s

    def go_back(self) -> bool:
        """Esc: undo the last narrowing; False when there is nothing left to undo here."""
        return False

    @property
    def typing(self) -> LineInput | TextSheet | None:
        """The line of the view that is being typed in: letters are text then, and no verbs."""
        return None

    def line_for(self, text: str) -> LineInput | None:
        """Where text goes that comes while nothing is typed in; None where letters are verbs."""
        return None

    @property
    def order_here(self) -> int | None:
        """The order under the cursor."""
        targets = self.targets()
        return targets[0].number if targets else None

    @property
    def repair_here(self) -> str:
        """The repair that waits for a yes, where the view tells of one."""
        return ""

    @property
    def day_here(self) -> date | None:
        """The day that the cursor is on, where days are shown; what is asked of a day is asked of this one."""
        return None

    async def do_order(self) -> None:
        """4: the order under the cursor; where there is none, the one that was looked at last."""
        if self.order_here is not None:
            await self.wom.open_order(self.order_here)
        else:
            await self.wom.open("order")

    def show_order(self, number: int) -> None:
        """Show one order; for the view that can."""

    @property
    def foot(self) -> int:
        """Lines at the bottom of the view that are read while keys are pressed: no notice stands there."""
        return 0

    def free_up_to(self, lines: int) -> int:
        """The column left of which notices of so many lines stand where nothing is read; as a rule, the edge."""
        return self.wom.size.width

    @property
    def cursor_y(self) -> int | None:
        """The line of the screen that the cursor is on."""
        return None

    def copied(self) -> str:
        """What `y` puts into the clipboard."""
        return ""

    can_export: ClassVar[bool] = False  # it is a list that E writes to a file

    def rows_to_export(self) -> TableOut | None:
        """The list as it is shown, by its filter and in its order; None where nothing is read yet."""
        return None

    def state_changed(self) -> None:
        """The line to the desk is up or down: draw what says so."""

    def redressed(self) -> None:
        """Another look, other signs: what was drawn with them is made anew; then comes `on_resize`."""
        self.state_changed()
        self.minute(self.wom.now())

    is_failing = False  # the last question got no answer

    def read(
        self, query: Callable[..., Any], *args: Any, then: Callable[[Any], None], again: Callable[[], None]
    ) -> None:
        """Ask for what the view shows; where there is no answer it says so, and asks `again` after a while."""

        def came(found: Any) -> None:
            self.is_failing = False
            then(found)

        def failed() -> None:
            self.is_failing = True
            self.state_changed()
            self.set_timer(AGAIN_S, again)

        self.wom.ask(query, *args, then=came, failed=failed)

    def absent(self, what: str) -> Line:
        """What stands where `what` will be: why it is not there yet."""
        live = self.wom.live
        if live.problem:
            return ("   ", ""), (live.problem, "warn"), (": nothing can be read before it answers", "dim")
        if self.is_failing:
            return ("   ", ""), (f"{what} could not be read", "warn"), (", it is tried again", "dim")
        return ("   ", ""), (f"reading {what}" if live.is_on else "connecting", "dim")

    def on_resize(self, event: events.Resize) -> None:
        """What lines 2 and 3 say, and where notices stand, depends on the room; also of a view behind."""
        self.call_after_refresh(self.wom.draw_frame)

    def frame_changed(self) -> None:
        """Ask the frame to draw lines 2 and 3 again."""
        self.wom.draw_frame()
        self.wom.keys.early.look(self)


def view_class(name: str) -> type[View]:
    """The class of a view.

    Raises:
        KeyError: it has no place yet.
    """
    module, _, attribute = PLACES[name].partition(":")
    return cast("type[View]", getattr(import_module(module), attribute))
