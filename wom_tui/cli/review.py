"""`wom review`: the week behind, on one page; as it was prepared, or put together as of then."""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.listing import Listing, Wanted, listing
from wom_tui.cli.output import at_text
from wom_tui.cli.papers import Font, FormName, Out, form_wanted, hand_out
from wom_tui.cli.shell import shell_of, zone_of_office

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.review import Review

app = typer.Typer(
    help="The week behind: what came of it, on one page.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("show")
def show(
    context: typer.Context,
    week: Annotated[
        str, typer.Argument(metavar="[WEEK]", help="2026-W09, or a day of it; else the last whole week.")
    ] = "",
    out: Out = None,
    form: FormName = None,
    font: Font = None,
) -> None:
    """Show the review of a week, as it was prepared; else put together as the office stood on the Monday after."""
    from wom_tui.domain.review import week_said
    from wom_tui.present.review import review_document
    from wom_tui.queries.office import office_settings

    shell, wanted = shell_of(context), form_wanted(out, form)
    with shell.desk_now() as desk:
        zone = zone_of_office(desk)
        monday = week_said(week, desk.now().astimezone(zone).date())
        review, is_prepared = _review_of(desk, monday, zone)
        office = desk.ask(office_settings).name
    document = review_document(review, office, zone, is_prepared=is_prepared)
    data = _data(review, is_prepared=is_prepared)
    hand_out(shell, document, data, {"week": review.week}, out, wanted, font)


def _review_of(desk: Desk, monday: date, zone: ZoneInfo) -> tuple[Review, bool]:
    """The review of a week, and whether it is the one that was prepared."""
    from wom_tui.domain.review import usual_moment
    from wom_tui.past_desk import within_journal
    from wom_tui.queries.review import kept_review, review_as_of

    kept = desk.ask(kept_review, monday)
    if kept is not None:
        return kept, True
    at = min(usual_moment(monday, zone).astimezone(UTC), desk.now())
    return desk.ask(review_as_of, monday, within_journal(desk, at, zone, "week")), False


@app.command("list")
@listing
def list_reviews(context: typer.Context, wanted: Wanted) -> None:
    """List the reviews that were prepared, the latest first."""
    from wom_tui.queries.review import kept_reviews

    shell = shell_of(context)
    with shell.desk_now() as desk:
        zone, found = zone_of_office(desk), desk.ask(kept_reviews)
    rows: Listing[Review] = Listing(
        what="review",
        columns=("week", "week_on", "as_of_at", "words"),
        headings=("week", "as of", "in short"),
        headed={"as of": "as_of_at", "in short": "words"},
        document=lambda one: {name: getattr(one, name) for name in ("week", "week_on", "as_of_at", "words")},
        line=lambda one: (one.week, at_text(one.as_of_at, zone), one.words),
    )
    rows.tell(shell, found, wanted, zone)


def _data(review: Review, *, is_prepared: bool) -> dict[str, Any]:
    """The review as JSON; each line's values by the names of its part's columns."""
    return {
        "week": review.week,
        "week_on": review.week_on,
        "as_of_at": review.as_of_at,
        "is_prepared": is_prepared,
        "words": review.words,
        "parts": {
            part.name: [
                {
                    "label": line.label,
                    "order": line.order,
                    **dict(zip(part.columns, line.values, strict=True)),
                }
                for line in part.lines
            ]
            for part in review.parts
        },
    }
