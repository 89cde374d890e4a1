"""Which rules and notifications come with the program? They are off until somebody switches them on."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def shipped_rules() -> dict[str, str]:
    """The texts of the rules, by name."""
    return _texts("rules")


def shipped_notifications() -> dict[str, str]:
    """The texts of the notifications, by name."""
    return _texts("notifications")


def _texts(folder: str) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((_HERE / folder).glob("*.toml"))}
