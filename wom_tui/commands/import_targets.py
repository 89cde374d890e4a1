"""Which work type, territory and site does a row mean? Made where the office has none of that name yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from wom_tui.commands.import_people import People
from wom_tui.domain.intake.draft import NO_DETAILS, OrderDraft, SiteDraft
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.intake.row import folded
from wom_tui.domain.site import GeocodeQuality, Site, Territory
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import InvalidInput
from wom_tui.store.unit import Unit

_UNPLACED = frozenset({GeocodeQuality.SUSPICIOUS, GeocodeQuality.MISSING})


@dataclass(frozen=True, slots=True)
class Meant:
    """The records that a draft points to. A contact is asked for apart: it depends on the order that is there."""

    kind: WorkType
    territory: Territory | None
    site: Site | None
    customer_id: int | None = None
    asset_id: int | None = None
    contact_id: int | None = None


class Targets:
    """The records that one batch of drafts points to, read in three queries.

    A record that is there is taken as it is; only a position that cannot be trusted gives way to one that
    can.
    """

    def __init__(self, unit: Unit, preset: Preset, zone: str, drafts: Sequence[OrderDraft]) -> None:
        self._unit, self._preset, self._zone = unit, preset, zone
        self._drafts = drafts
        self._has_details = any(draft.details is not NO_DETAILS for draft in drafts)
        self.people = People(unit, preset.source, drafts)
        self._types = {folded(kind.name): kind for kind in unit.select(WorkType)}
        self._territories = {folded(t.name): t for t in unit.select(Territory)}
        keys = frozenset(draft.site.key for draft in drafts if draft.site)
        self._sites = {site.external_id: site for site in unit.select(Site, external_id=keys)} if keys else {}
        self._site_ids = iter(unit.new_ids(Site, len(keys - self._sites.keys()))) if keys else iter(())
        self.located: set[int] = set()  # sites that have got a position that can be trusted

    def of(self, draft: OrderDraft) -> Meant:
        """What a draft means, but for its contact."""
        territory = self.territory(draft.territory)
        kind = self.work_type(draft)
        if not self._has_details:
            site = self.site(draft, territory)
            return Meant(kind, territory, site, site.customer_id if site else None)
        customer_id = self.people.customer_id(draft)
        site = self.site(draft, territory, customer_id)
        asset_id = self.people.asset_id(draft, site.id if site else None)
        return Meant(kind, territory, site, customer_id, asset_id)

    @property
    def quarantined(self) -> int:
        """How many of the orders stand at a place whose position cannot be trusted, after all that is known by now."""
        places = (
            draft.site and self._sites.get(draft.site.key) for draft in self._drafts if draft.is_quarantined
        )
        return sum(place is None or place.geocode_quality in _UNPLACED for place in places)

    def work_type(self, draft: OrderDraft) -> WorkType:
        """The type of that name; a new one is made from the preset's template for its group."""
        kind = self._types.get(folded(draft.work_type))
        return kind or self._new_type(draft)

    def _new_type(self, draft: OrderDraft) -> WorkType:
        template = self._preset.template_for(draft.group)
        if template is None:
            raise InvalidInput("work type", draft.work_type, "one of the office's work types")
        name = folded(draft.work_type)
        spans = [(d.opened_at, d.due_at) for d in self._drafts if d.due_at and folded(d.work_type) == name]
        made = WorkType(
            id=self._unit.new_id(WorkType),
            name=draft.work_type,
            group=draft.group,
            priority=self._preset.priority_of(template, spans),
            duration_min=template.duration_min,
            skills=template.skills,
        )
        self._types[name] = kept = self._unit.save(made, "work_type.created")
        return kept

    def territory(self, name: str | None) -> Territory | None:
        """The territory of that name, made where there is none."""
        if name is None:
            return None
        found = self._territories.get(folded(name))
        if found is None:
            made = Territory(id=self._unit.new_id(Territory), name=name, zone=self._zone)
            found = self._territories[folded(name)] = self._unit.save(made, "territory.created")
        return found

    def site(
        self, draft: OrderDraft, territory: Territory | None, customer_id: int | None = None
    ) -> Site | None:
        """The place that the draft means; None where the row tells no place at all."""
        told = draft.site
        if told is None:
            return None
        found = self._sites.get(told.key)
        if found is None:
            found = self._new_site(told, territory, customer_id, draft.opened_at)
        elif found.geocode_quality in _UNPLACED and told.quality not in _UNPLACED:
            better = replace(found, lat=told.lat, lon=told.lon, geocode_quality=told.quality)
            found = self._unit.save(better, "site.located")
            self.located.add(found.id)
        self._sites[told.key] = found
        return found

    def _new_site(
        self, told: SiteDraft, territory: Territory | None, customer_id: int | None, at: datetime
    ) -> Site:
        site = Site(
            id=next(self._site_ids),
            name=told.name,
            address=told.address,
            external_id=told.key,
            customer_id=customer_id,
            territory_id=territory.id if territory else None,
            zone=told.zone,
            lat=told.lat,
            lon=told.lon,
            geocode_quality=told.quality,
            is_remote=told.is_remote,
        )
        return self._unit.save(site, "site.created", at=at)
