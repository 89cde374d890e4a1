"""Does the reference say what the code does?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from docs.gallery import SCENES, SEEN
from docs.generate import pages
from docs.settings import SETTINGS
from tests.house.tree import ROOT, shown, tracked
from wom_tui.config import Config


def test_the_reference_is_what_the_code_says() -> None:
    stale = [
        name
        for name, text in pages().items()
        if (ROOT / "docs/reference" / name).read_text(encoding="utf-8") != text
    ]

    assert stale == [], "run `make docs`"


def test_every_picture_is_in_the_gallery() -> None:
    scenes = {path.stem.rsplit("-", 2)[0] for path in SEEN.glob("*.svg")}

    assert scenes == SCENES.keys()


def test_every_link_in_the_docs_leads_somewhere() -> None:
    broken = [
        f"{shown(page)}: {target}"
        for page in tracked("*.md")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_every_setting_is_told_by_its_place_and_its_variable() -> None:
    told = {
        place.strip("`").removesuffix(".NAME"): variable.removesuffix("_NAME")
        for place, variable, _ in SETTINGS
    }

    assert told == {place: f"WOM_{place.replace('.', '_').upper()}" for place in settings()}
    assert len(told) == len(SETTINGS)


def settings() -> Iterator[str]:
    config = Config()
    for group in fields(config):
        value = getattr(config, group.name)
        yield from (
            (f"{group.name}.{one.name}" for one in fields(value)) if is_dataclass(value) else (group.name,)
        )
