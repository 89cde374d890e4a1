"""Which rules come with the program, and the service that runs them? They are off until somebody switches them on."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "rules"
_UNIT = Path(__file__).with_name("wom-engine.service")
_USUAL_PLACE = "/usr/local/bin/wom"  # of the program, in the file


def shipped_rules() -> dict[str, str]:
    """Their texts, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.toml"))}


def unit_text(program: str) -> str:
    """The unit by which systemd runs the rules.

    Args:
        program: where `wom` lies on this machine; anything but an absolute path leaves the usual place there.
    """
    text = _UNIT.read_text(encoding="utf-8")
    is_place = program.startswith("/") and program.isprintable() and not set(program) & set(" %\"'\\")
    return text.replace(_USUAL_PLACE, program) if is_place else text
