"""`wom site locate`: which sites wait for a position, and where are they? By hand, by a known address, by a service."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.do import told
from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.output import answer, print_table, say, tell
from wom_tui.cli.shell import Shell, shell_of, zone_of_office
from wom_tui.cli.site_named import site_named
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.domain.addresses import Proposal
    from wom_tui.domain.site import Site
    from wom_tui.queries.positions import UnplacedRow

HEADINGS = ("site", "name", "address", "position", "orders", "waiting", "same address as")
HEADED = {
    "site": "site_id",
    "position": "quality",
    "orders": "open_orders",
    "waiting": "waited_s",
    "same address as": "like",
}


@listing
def locate(
    context: typer.Context,
    wanted: Wanted,
    name: Annotated[str | None, typer.Argument(metavar="[SITE]", help="Its name, or #12.")] = None,
    lat: Annotated[str | None, typer.Argument(metavar="[LAT]", help="Degrees: 42.35")] = None,
    lon: Annotated[str | None, typer.Argument(metavar="[LON]", help="Degrees: -71.06")] = None,
    like: Annotated[str | None, typer.Option(help="Another site that lies there: its name, or #12.")] = None,
    geocode: Annotated[
        bool,
        typer.Option("--geocode", help="Ask the service of the settings; nothing is taken without --yes."),
    ] = False,
    is_all: Annotated[bool, typer.Option("--all", help="With --geocode: every site that waits.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --geocode: take what is found.")] = False,
    why: Annotated[str | None, typer.Option(help="The written reason for going past a rule.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
) -> None:
    """List sites without a position that can be trusted, those that orders wait for first; or say where one is."""
    shell = shell_of(context)
    if geocode:
        from wom_tui.cli.site_geocode import geocode as ask

        if (name is None) is not is_all or lat is not None or like is not None:
            raise InvalidInput("--geocode", name or "", "a site, or --all")
        ask(shell, name, takes=yes and not dry_run, limit=wanted.limit)
    elif is_all or yes:
        raise InvalidInput("--all" if is_all else "--yes", "", "--geocode beside it")
    elif name is None:
        _tell_queue(shell, wanted)
    elif lat is None and like is None:
        _propose(shell, name)
    else:
        _locate(shell, name, None if lat is None else f"{lat} {lon or ''}", like, why=why, dry_run=dry_run)


def _tell_queue(shell: Shell, wanted: Wanted) -> None:
    from wom_tui.queries.positions import UnplacedRow, unplaced_sites

    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        rows = shell.ask(desk, unplaced_sites)
    sites: Listing[UnplacedRow] = Listing(
        what="unplaced site",
        columns=(*UnplacedRow._fields, "waited_s"),
        headings=HEADINGS,
        headed=HEADED,
        document=lambda row: _document(row, now),
        line=lambda row: _line(row, now),
    )
    sites.tell(shell, rows, wanted, zone)
    if rows and wanted.is_for_people(shell):
        say("wom site locate '#12' shows known addresses like it; '#12' LAT LON says where it is")


def _line(row: UnplacedRow, now: datetime) -> tuple[object, ...]:
    from wom_tui.present.durations import duration, minutes_of

    waited = None if row.waiting_since_at is None else duration(minutes_of(now - row.waiting_since_at))
    return (
        f"#{row.site_id}",
        row.name,
        row.address,
        row.quality if row.lat is None else f"{row.quality}: {row.lat:g}, {row.lon:g}",
        row.open_orders or None,
        waited,
        f"#{row.like}" if row.like else None,
    )


def _document(row: UnplacedRow, now: datetime) -> dict[str, Any]:
    since_at = row.waiting_since_at
    waited_s = None if since_at is None else round((now - since_at).total_seconds())
    return row._asdict() | {"waited_s": waited_s}


def _propose(shell: Shell, name: str) -> None:
    from wom_tui.queries.positions import near_addresses

    with shell.desk() as desk:
        site = site_named(desk, name)
        found = desk.ask(near_addresses, site)
    document = {
        "site_id": site.id,
        "name": site.name,
        "address": site.address,
        "quality": site.geocode_quality,
        "proposals": [one.known._asdict() | {"likeness": round(one.likeness, 3)} for one in found],
    }
    answer(shell.is_json, document, lambda: _tell_proposals(site, found))


def _tell_proposals(site: Site, found: list[Proposal]) -> None:
    where = f"{site.lat:g}, {site.lon:g}" if site.lat is not None and site.lon is not None else "no position"
    tell(f"#{site.id}  {site.name}  {site.address}".rstrip(), f"  {site.geocode_quality.value}: {where}")
    if not found:
        say("no known address is like it; say where it is: wom site locate '#12' LAT LON, or --geocode")
        return
    rows = [
        (f"#{k.site_id}", k.text, f"{k.lat:.5f}, {k.lon:.5f}", f"{likeness:.0%}") for k, likeness in found
    ]
    print_table(("like", "address", "position", "alike"), rows)
    say(f"wom site locate '#{site.id}' --like '#{found[0].known.site_id}' takes the first")


def _locate(
    shell: Shell, name: str, position: str | None, like: str | None, *, why: str | None, dry_run: bool
) -> None:
    from wom_tui.grammar.site_verbs import located_at, located_like

    if position is not None and like is not None:
        raise InvalidInput("--like", like, "a position or another site, not both")
    with shell.desk(writes=True) as desk:
        site = site_named(desk, name)
        there = None if like is None else site_named(desk, like)
        command = located_at(site, position or "") if there is None else located_like(site, there)
        receipt = desk.run(replace(command, override=why), dry_run=dry_run)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
