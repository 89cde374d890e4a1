"""What does an explanation claim, and what does a slot cost? The page of `docs/reference` about it."""

from __future__ import annotations

from collections.abc import Iterator

from docs.markdown import code, table
from wom_tui.domain.work_order import Priority
from wom_tui.planning.objective import TERMS
from wom_tui.planning.sentence import CLAIMS


def explanations_page() -> Iterator[str]:
    """Every claim that an explanation makes."""
    yield "# Explanations\n"
    yield "What `wom why`, `wom why-not` and `wom relax` say: sentences, each with its claim as data (`--json`):"
    yield "`code`, `text` and `facts`. Times are UTC, lengths end in `_s` (seconds) or are minutes, and a cost is in"
    yield "seconds of driving. Who cannot is named in `technician` or, counted, in `technicians`.\n"
    yield from table(("code", "claims"), ((code(name), said) for name, said in CLAIMS.items()))
    yield "A code of [the violations](violations.md) claims that this rule refuses it.\n"
    yield "## What a slot costs\n"
    prices = ", ".join(priority.name for priority in Priority)
    yield f"In seconds of driving that it is worth, by priority ({prices}):\n"
    yield from table(
        ("term", "unit", "price", "why"),
        ((code(t.name), t.unit, ", ".join(str(p) for p in t.prices.values()), t.why) for t in TERMS),
    )
