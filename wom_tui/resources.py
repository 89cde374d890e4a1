"""Where the files that ship beside the code are: in a checkout, an editable install or a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from wom_tui.errors import StoreError

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: Literal["migrations", "sample_data"]) -> Path:
    """Return the folder of that name.

    Raises:
        StoreError: this install has lost it.
    """
    # The wheel carries `migrations/` as `wom_tui/_migrations/` (pyproject.toml, sources).
    for folder in (_PACKAGE / f"_{name}", _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise StoreError(f"this install of wom-tui has no {name}", "install it again")
