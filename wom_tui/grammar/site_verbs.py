"""How does a line say where a site is? By a position, or by another site that lies there."""

from __future__ import annotations

from dataclasses import replace

from wom_tui.commands.command import Command
from wom_tui.commands.site import LocateSite
from wom_tui.domain.addresses import address_of
from wom_tui.domain.site import GeocodeQuality, Site
from wom_tui.errors import InvalidInput
from wom_tui.grammar import values
from wom_tui.grammar.common_words import common
from wom_tui.grammar.intent import Intent
from wom_tui.grammar.resolver import Resolver

LIKE = "like "


def locate(intent: Intent, look: Resolver) -> Command:
    """`locate 4417 42.35 -71.06`, `locate 4417 like #12`: the site of the order."""
    order, said = look.order(intent.number), intent.arguments["position"]
    if order.site_id is None:
        raise InvalidInput("locate", order.id, f"an order with a site: edit {order.id} site=NAME first")
    site = look.site(f"#{order.site_id}")
    is_like = said.casefold().startswith(LIKE)
    command = located_like(site, look.site(said[len(LIKE) :])) if is_like else located_at(site, said)
    return replace(command, **common(intent, look))


def located_at(site: Site, said: str) -> LocateSite:
    """A position in degrees: `42.35 -71.06`, `42.35, -71.06`.

    Raises:
        InvalidInput: it is none.
    """
    found = values.position(said)
    if found is None:
        raise InvalidInput("position", said, "latitude and longitude such as 42.35 -71.06, or like #12")
    return LocateSite(site=site.id, lat=found.lat, lon=found.lon, expect=site.version)


def located_like(site: Site, other: Site) -> LocateSite:
    """The position of another site; exact where the two have the same address.

    Raises:
        InvalidInput: nobody knows where that one is.
    """
    if other.lat is None or other.lon is None or not other.has_position:
        raise InvalidInput("like", other.name, "a site with a position that can be trusted")
    is_same = address_of(site.address or site.name) == address_of(other.address or other.name)
    quality = other.geocode_quality if is_same else GeocodeQuality.APPROXIMATE
    return LocateSite(site=site.id, lat=other.lat, lon=other.lon, quality=quality, expect=site.version)
