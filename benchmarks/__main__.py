"""Measure, print, and write docs/reference/performance.md: `python -m benchmarks [NAME…] [--dry-run]`."""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import os
import platform
import sqlite3
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from wom_tui.__main__ import NEW_OBJECTS

# What can be measured, in the order of the page. Each module has `figures() -> list[Figure]`.
ALL = (
    *("start", "commands", "board", "console", "watch", "latency", "slots", "grammar"),
    *("import_", "sheets", "export", "backup", "repair", "large", "solving"),
)
# They take long, and other programs or files.
ON_REQUEST = ("races", "sets", "automation", "alerts", "rule_lag", "reassign", "outbox")
PAGE = Path(__file__).parent.parent / "docs" / "reference" / "performance.md"
KEPT = PAGE.with_suffix(".json")  # the last figures of each benchmark, so that one can be measured alone


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", help=", ".join(ALL + ON_REQUEST))
    parser.add_argument("--dry-run", action="store_true", help="measure and print, write nothing")
    args = parser.parse_args()
    if unknown := [name for name in args.names if name not in ALL + ON_REQUEST]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(ALL + ON_REQUEST)}")
    gc.set_threshold(NEW_OBJECTS)  # as the program itself does
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    for name in args.names or ALL:
        found: list[Figure] = importlib.import_module(f"benchmarks.{name}").figures()
        kept[name] = {
            "machine": machine(),
            "on": datetime.now().astimezone().date().isoformat(),
            "figures": [vars(f) for f in found],
        }
        for figure in found:
            print(f"{figure.name}: {figure.value:,.3g} {figure.unit}  {figure.target}", flush=True)
    if not args.dry_run:
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(page(kept), encoding="utf-8")
    return 0


def machine() -> str:
    """What the figures were taken on."""
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}"
    )


def page(kept: dict[str, dict[str, Any]]) -> str:
    """The page: one table for each benchmark."""
    lines = [
        "# Performance",
        "",
        "Written by `make bench`. Times on a shared machine vary; ratios are taken within one run.",
    ]
    for name in ALL + ON_REQUEST:
        if name not in kept:
            continue
        entry = kept[name]
        lines += ["", f"## `python -m benchmarks {name}`", "", f"{entry['machine']}, {entry['on']}.", ""]
        lines += ["| What | Measured | Target | On |", "| --- | ---: | --- | --- |"]
        lines += [
            f"| {f['name']} | {f['value']:,.3g} {f['unit']} | {f['target']} | {f['size']} |"
            for f in entry["figures"]
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
