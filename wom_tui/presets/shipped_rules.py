"""Which rules come with the program? They are off until somebody switches them on."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "rules"


def shipped_rules() -> dict[str, str]:
    """Their texts, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.toml"))}
