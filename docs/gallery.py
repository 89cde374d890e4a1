"""Writes the gallery: what the console looks like, as the tests draw it, so that no picture can be out of date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SEEN = Path(__file__).resolve().parents[1] / "tests" / "tui" / "seen"
# Scene → what it shows, in the order of the page; the largest picture is shown, the others are linked.
SCENES = {
    "board": "The board: what needs action first, the order under the cursor below or beside it",
    "waiting": "An order that waits for parts",
    "views": "Saved views, over a board that is grouped by technician",
    "columns": "Which columns the board has",
    "jump": "Letters that lead the cursor to a row",
    "lanes": "The day of every technician, and what nobody has",
    "tray": "Who could best take what nobody has",
    "candidates": "Who can take an order, who cannot, and why",
    "triage": "What needs a decision, with the best answer typed and tried",
    "alerts": "What somebody has to know of now, the most severe first",
    "messages": "What office and field say to each other: what is new, the thread under the cursor",
    "outbox": "What leaves the house: what could not, what waits, the words of the one under the cursor",
    "rules": "What the office does by itself: which rules are on, what they did, what waits, who runs them",
    "rule": "One rule, and what it would do now and would have done: nothing of it is written",
    "typing": "A rule while it is typed: a fault is told with its line",
    "intake": "An order from a phone call: what is known of the place, who could come",
    "order": "One order: its facts, its clock that adds up, what happened",
    "editing": "A fact that is changed where it stands",
    "parts": "The parts of an order",
    "backlog": "What is open: how old, of what kind, what it waits for",
    "map": "Where orders are, who is near, and which way they go",
    "technician": "A technician's days, shifts, absences, skills",
    "proposal": "A proposed plan: what would change, and what it costs",
    "branch": "A plan beside the live day, before it is brought over",
    "preview": "What an act on several orders would do, and who is refused",
    "line": "The command line, with completion from what is there",
    "conflict": "Somebody was faster: both intents, and how to go on",
    "past": "The whole console as it was at a moment",
    "diff": "What differs between two moments",
    "settings": "What can be chosen, and who says so",
    "help": "Every key of a view, and every word",
}


def gallery_page() -> Iterator[str]:
    """A picture of each scene in the dark look, and where its others are."""
    yield "# Gallery\n"
    yield "Drawn by the tests from a small hand-made office; a picture that is out of date fails them. The names say"
    yield "how many columns there are, and which look.\n"
    for scene, said in SCENES.items():
        first, *others = sorted(SEEN.glob(f"{scene}-*.svg"), key=_rank)
        yield f"## {said}\n"
        yield f"![{said}]({_link(first)})\n"
        if others:
            yield f"Also {', '.join(f'[{_how(path)}]({_link(path)})' for path in others)}.\n"


def _rank(path: Path) -> tuple[bool, bool, str]:
    """Dark at 120 columns first."""
    return "-dark" not in path.stem, "-120-" not in path.stem, path.stem


def _how(path: Path) -> str:
    """`board-80-ascii` → `80 columns, ascii`."""
    _, columns, look = path.stem.rsplit("-", 2)
    return f"{columns} columns, {look}"


def _link(path: Path) -> str:
    return f"../../tests/tui/seen/{path.name}"
