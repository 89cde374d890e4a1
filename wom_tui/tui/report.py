"""What is written down when the console itself has failed: where it was; never anybody's data."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path


def write_report(error: BaseException) -> Path | None:
    """Write where it failed, without values, to a file for its owner only; None when even that fails."""
    from platformdirs import user_state_path

    from wom_tui import __version__

    now = datetime.now(UTC)
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
    text = f"wom {__version__}, {now.isoformat()}\n{''.join(frames)}{type(error).__name__}\n"
    try:
        folder = user_state_path("wom", ensure_exists=True) / "reports"
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"{now:%Y%m%d-%H%M%S-%f}.txt"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return path
