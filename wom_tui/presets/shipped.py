"""Which rules and notifications come with the program? They are off until somebody switches them on."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_UNIT = _HERE / "wom-engine.service"
_USUAL_PLACE = "/usr/local/bin/wom"  # of the program, in the file


def shipped_rules() -> dict[str, str]:
    """The texts of the rules, by name."""
    return _texts("rules")


def shipped_notifications() -> dict[str, str]:
    """The texts of the notifications, by name."""
    return _texts("notifications")


def unit_text(program: str) -> str:
    """The unit by which systemd runs the rules.

    Args:
        program: where `wom` lies on this machine; anything but an absolute path leaves the usual place there.
    """
    text = _UNIT.read_text(encoding="utf-8")
    is_place = program.startswith("/") and program.isprintable() and not set(program) & set(" %\"'\\")
    return text.replace(_USUAL_PLACE, program) if is_place else text


def _texts(folder: str) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((_HERE / folder).glob("*.toml"))}
