"""How is it written in a rule's file what it makes for the whole office?

at = "02:00"
backup = "backups"                              a folder; a relative one lies beside a SQLite database
keep = 14                                       so many files of this office stay there

at = "06:00"
days = "mon"
review = true                                   of the last whole week
"""

from __future__ import annotations

from wom_tui.domain.chore import USUAL_KEPT, BackupChore, Chore, ReviewChore
from wom_tui.domain.toml_page import TomlPage

CHORE_KEYS = ("backup", "keep", "review")
BESIDE = ("when", "do", "catch_up")  # what such a file has not, besides all that is about alerts
LONGEST_FOLDER = 200  # characters
MOST_KEPT = 1_000
_WITH_BACKUP = "it goes with backup"


def read_chore(page: TomlPage, weekdays: frozenset[int] | None) -> Chore | None:
    """What the file says of it; None where the rule makes nothing for the office.

    Args:
        weekdays: on which it comes due, at a time of day; None where it comes due otherwise.

    Raises:
        InvalidInput: with the file, the line, and what is wrong there.
    """
    named = [key for key in ("backup", "review") if page.has(key)]
    if not named:
        page.refuse_beside(("keep",), _WITH_BACKUP)
        return None
    key = named[-1]
    if len(named) > 1:
        page.refuse(key, page.table[key], "one of backup and review in a rule")
    if weekdays is None:
        page.refuse(key, page.table[key], "at = a time of day beside it")
    if key == "backup":
        keep = page.whole("keep", 1, MOST_KEPT) if page.has("keep") else USUAL_KEPT
        return BackupChore(_folder(page), keep)
    page.refuse_beside(("keep",), _WITH_BACKUP)
    if page.table["review"] is not True:
        page.refuse("review", page.table["review"], "review = true")
    if len(weekdays) != 1:
        page.refuse("days", page.table.get("days", ""), "days = one day of the week beside it: mon")
    return ReviewChore()


def _folder(page: TomlPage) -> str:
    """A path that can be shown, and that leads nowhere but downwards."""
    said = page.words("backup")
    if len(said) > LONGEST_FOLDER:
        page.refuse("backup", said, f"a folder of at most {LONGEST_FOLDER} characters")
    is_elsewhere = said.startswith("~") and not said.startswith("~/")  # somebody else's home
    if is_elsewhere or ".." in said.split("/"):
        page.refuse("backup", said, "a folder without .. in it: backups, ~/backups or /var/backups/wom")
    return said
