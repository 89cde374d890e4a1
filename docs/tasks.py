"""Writes the tasks of a dispatcher's day, with their keys and how many they are, from the rows that the tests press."""

from __future__ import annotations

from collections.abc import Iterator

from docs.markdown import code, table
from tests.tui.tasks import TASKS, key_words


def tasks_page() -> Iterator[str]:
    """Each task, its keys, their count."""
    yield "# Twelve tasks, key by key\n"
    yield "What a dispatcher does all day, and what it takes from the board, with the cursor on the order that it is"
    yield "about. Every key counts one, each letter and each Enter too. A test presses just these keys and looks at"
    yield "what has become of the orders, so a count here is never out of date.\n"
    rows = ((task.name, " ".join(map(code, key_words(task))), str(task.count)) for task in TASKS)
    yield from table(("task", "keys", "count"), rows)
    yield "## What happens\n"
    for task in TASKS:
        yield f"- **{task.name}**: “{task.asked}” {task.does[0].upper()}{task.does[1:]}."
    yield ""
    yield "What is typed often is typed once: a [saved view](../how-to/make-the-console-yours.md) of what begins within"
    yield "the hour makes the bulk dispatch `V` `1` `M` `d` `Y`, and `:` `↑` brings the last line back. All keys:"
    yield "[keys](keys.md); a day with them: [a day at the console](../how-to/a-day-at-the-console.md)."
