"""What the map asks for besides the board's rows: the streets once, people as they report, a route as it is chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wom_tui.tui.rest import Rest

if TYPE_CHECKING:
    from wom_tui.present.map_route import Route
    from wom_tui.present.map_streets import StreetMap
    from wom_tui.queries.whereabouts import Whereabouts
    from wom_tui.tui.changes import Changes
    from wom_tui.tui.screens.map import MapView

GATHER_S = 0.5  # several reports that come together are read once
REST_S = 0.1  # the cursor has to rest so long before a route is looked for
_MOVING = frozenset({"visit", "technician", "absence", "shift"})  # a change of these may move somebody


class MapFacts:
    """Asks on workers; what comes is kept in the view's model, and drawn."""

    def __init__(self, view: MapView) -> None:
        self.view = view
        self._gather = Rest(view, GATHER_S, self.read_people)
        self._rest = Rest(view, REST_S, self._look_for_route)
        self._streets_asked = False

    def read(self) -> None:
        """Everything that is not there yet, and people as they are now."""
        if not self.view.wom.is_live:
            return
        if not self._streets_asked:
            self._streets_asked = True
            self.view.wom.work(self._read_streets)
        self.read_people()

    # ------------------------------------------------------------------------------------------------- people

    def read_people(self) -> None:
        view = self.view
        if view.wom.is_live and view.is_wanted:
            from wom_tui.queries.whereabouts import whereabouts

            view.read(whereabouts, view.wom.now(), then=self._people_came, again=self.read_people)

    def _people_came(self, people: tuple[Whereabouts, ...]) -> None:
        if people != self.view.model.people:
            self.view.model.people = people
            self.follow()
            self.view.draw()

    def take(self, changes: Changes) -> None:
        """Somebody may be elsewhere now."""
        if changes.may_touch(_MOVING) and not self._gather.is_waited_for:
            self._gather.begin()

    # ------------------------------------------------------------------------------------------------ streets

    def _read_streets(self) -> None:
        from wom_tui.gateways.streets import streets_of
        from wom_tui.present.map_streets import StreetMap
        from wom_tui.queries.office import office_settings

        wom = self.view.wom
        streets = streets_of(wom.seat.desk.ask(office_settings).roads)
        if streets is not None:
            wom.call_from_thread(self._streets_came, StreetMap(streets))

    def _streets_came(self, streets: StreetMap) -> None:
        self.view.model.streets = streets
        self.view.draw()

    # ------------------------------------------------------------------------------------------------- routes

    def follow(self) -> None:
        """The cursor is on another order: whoever has it may go another way."""
        model = self.view.model
        if model.chosen is not None and model.route is None:
            self._rest.begin()

    def _look_for_route(self) -> None:
        one = self.view.model.chosen
        if one is not None and self.view.wom.is_live:
            self.view.wom.work(partial(self._find_route, one), quietly=True)

    def _find_route(self, one: Whereabouts) -> None:
        from wom_tui.gateways.travel import way_of
        from wom_tui.present.map_route import route_of

        wom = self.view.wom
        found = route_of(one, partial(way_of, wom.seat.desk.travel))
        wom.call_from_thread(self._route_came, one, found)

    def _route_came(self, one: Whereabouts, route: Route) -> None:
        self.view.model.keep_route(one, route)
        self.view.draw()
