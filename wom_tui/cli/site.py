"""`wom site`: where are the sites, and which of them nobody knows?"""

from __future__ import annotations

import typer

from wom_tui.cli.site_locate import locate

app = typer.Typer(
    help="Sites: where they are.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)
# A latitude or longitude below zero looks like an option.
app.command("locate", context_settings={"ignore_unknown_options": True})(locate)


@app.callback()
def site() -> None:
    """Sites: where they are."""
