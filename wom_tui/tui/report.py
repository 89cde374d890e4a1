"""What is written down when the console itself has failed: where it was; never anybody's data."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path

REPORTS = "reports"  # the folder that they lie in
NO_REPORT = "no report is written: this console is restricted"


def write_report(error: BaseException, folder: Path | None) -> Path | None:
    """Write where it failed, without values, to a file for its owner only; None when even that fails.

    Args:
        folder: where reports lie; None where no file may be written.
    """
    from wom_tui import __version__

    if folder is None:
        return None

    now = datetime.now(UTC)
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
    text = f"wom {__version__}, {now.isoformat()}\n{''.join(frames)}{type(error).__name__}\n"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{now:%Y%m%d-%H%M%S-%f}.txt"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return path
