"""`wom site locate --geocode`: where does a service say that a site is, and can that be taken?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wom_tui.cli.do import told
from wom_tui.cli.output import answer, print_table, say, tell
from wom_tui.cli.shell import Shell
from wom_tui.cli.site_named import site_named
from wom_tui.errors import GatewayError, InvalidInput
from wom_tui.folders import cache_folder

if TYPE_CHECKING:
    from wom_tui.commands.site import LocateSite
    from wom_tui.config import GeocoderConfig
    from wom_tui.desk import Desk
    from wom_tui.domain.receipt import Receipt
    from wom_tui.gateways.geocoder import Box, Found, Geocoder

NEAR_M = 500.0  # places that lie closer together are one answer


@dataclass(frozen=True)
class Asked:
    """A site, and what the service has said of it.

    Attributes:
        inside: places in the office's area; outside counts the others, which are never taken.
        trouble: why nothing came.
    """

    site_id: int
    version: int
    wording: str
    inside: tuple[Found, ...] = ()
    outside: int = 0
    trouble: str = ""

    @property
    def taken(self) -> Found | None:
        """The place to take; None where there is none, or more than one."""
        from wom_tui.gateways.geocoder import apart_m

        return self.inside[0] if self.inside and apart_m(self.inside) <= NEAR_M else None

    @property
    def note(self) -> str:
        if self.trouble:
            return self.trouble
        if self.taken is not None:
            return "" if self.taken.is_exact else "about there: not the house itself"
        if self.inside:
            return f"{len(self.inside)} places, far apart: say which"
        return "only outside of the office's area" if self.outside else "not found"


def geocode(shell: Shell, name: str | None, *, takes: bool, limit: int | None) -> None:
    """Ask about one site, or about all that wait; take what is found where that was asked for."""
    from wom_tui.queries.positions import office_area

    geocoder = _geocoder(shell.config.geocoder)
    with shell.desk(writes=takes) as desk:
        wanted = _wanted(shell, desk, name)[:limit]
        area = desk.ask(office_area)
        if wanted:
            say(f"asking {geocoder.name} about {len(wanted)} address{'es' if len(wanted) > 1 else ''}")
        asked = [_ask(geocoder, one, area) for one in wanted]
        receipt = _take(desk, asked) if takes else None
    document = {
        "geocoder": geocoder.name,
        "sites": [_document(one) for one in asked],
        "receipt": receipt.as_dict() if receipt else None,
    }
    answer(shell.is_json, document, lambda: _tell(asked, receipt, takes=takes))
    if name is not None and asked[0].trouble:
        raise GatewayError(asked[0].trouble)


def _geocoder(config: GeocoderConfig) -> Geocoder:
    """The service of the settings, with what it said before.

    Raises:
        InvalidInput: none is set up, or not rightly.
    """
    from wom_tui.gateways.geocoder import CachedGeocoder, WebGeocoder

    if not config.url:
        expected = "a service in the settings: geocoder.url and geocoder.user_agent; none is asked by itself"
        raise InvalidInput("geocoder.url", "", expected)
    service = WebGeocoder(config.url, config.user_agent, config.timeout_s)
    return CachedGeocoder(service, cache_folder() / "geocoder", config.seconds_between)


def _wanted(shell: Shell, desk: Desk, name: str | None) -> list[Asked]:
    from wom_tui.queries.positions import unplaced_sites

    if name is None:
        return [Asked(row.site_id, row.version, row.wording) for row in desk.ask(unplaced_sites)]
    site = site_named(desk, name)
    return [Asked(site.id, site.version, site.address or site.name)]


def _ask(geocoder: Geocoder, about: Asked, area: Box) -> Asked:
    from wom_tui.domain.intake.position import judge

    try:
        found = geocoder.find(about.wording, area)
    except GatewayError as error:
        return Asked(about.site_id, about.version, about.wording, trouble=str(error))
    inside = tuple(one for one in found if judge(one.lat, one.lon, bounds=area).is_trusted)
    return Asked(about.site_id, about.version, about.wording, inside, len(found) - len(inside))


def _take(desk: Desk, asked: Sequence[Asked]) -> Receipt | None:
    """As one act; a site that somebody has changed meanwhile is left out."""
    commands = [_command(one, one.taken) for one in asked if one.taken is not None]
    return desk.run_all(commands, mode="each") if commands else None


def _command(one: Asked, found: Found) -> LocateSite:
    from wom_tui.commands.site import LocateSite
    from wom_tui.domain.site import GeocodeQuality

    quality = GeocodeQuality.EXACT if found.is_exact else GeocodeQuality.APPROXIMATE
    return LocateSite(site=one.site_id, lat=found.lat, lon=found.lon, quality=quality, expect=one.version)


def _document(one: Asked) -> dict[str, Any]:
    return {
        "site_id": one.site_id,
        "address": one.wording,
        "found": one.inside,
        "outside": one.outside,
        "would_take": one.taken,
        "note": one.note,
    }


def _tell(asked: Sequence[Asked], receipt: Receipt | None, *, takes: bool) -> None:
    lines = [
        (f"#{one.site_id}", one.wording, *_place(place), one.note)
        for one in asked
        for place in ((one.taken,) if one.taken else one.inside or (None,))
    ]
    print_table(("site", "address", "position", "found", "note"), lines)
    if receipt is not None:
        tell(*told(receipt))
    elif takes:
        say("nothing was found that could be taken")
    elif any(one.taken for one in asked):
        say("nothing is taken yet: the same again with --yes takes it, or wom site locate '#12' LAT LON")


def _place(found: Found | None) -> tuple[str | None, str | None]:
    return (None, None) if found is None else (f"{found.lat:.5f}, {found.lon:.5f}", found.label)
