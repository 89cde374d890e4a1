"""Is the unit by which systemd runs the rules one that it can read, with what the engine needs?"""

from __future__ import annotations

from configparser import RawConfigParser

import pytest

from wom_tui.presets.shipped import unit_text


class Unit(RawConfigParser):
    """A unit file is an ini file whose keys have capitals."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def read(text: str) -> Unit:
    unit = Unit(delimiters=("=",), comment_prefixes=("#",), strict=True, interpolation=None)
    unit.read_string(text)
    return unit


def test_it_runs_the_engine_and_brings_it_back() -> None:
    unit = read(unit_text(""))

    assert unit.sections() == ["Unit", "Service", "Install"]
    service = unit["Service"]
    assert (service["ExecStart"], service["Restart"]) == ("/usr/local/bin/wom engine", "always")
    assert service["Environment"].startswith("WOM_DB=postgresql://")
    assert unit["Install"]["WantedBy"] == "multi-user.target"


def test_it_may_write_its_own_folder_and_nothing_else() -> None:
    service = read(unit_text(""))["Service"]

    assert (service["ProtectSystem"], service["StateDirectory"]) == ("strict", "wom")
    assert service["NoNewPrivileges"] == service["ProtectHome"] == "yes"
    assert not [key for key in service if key.startswith("ReadWrite")]


@pytest.mark.parametrize(
    ("program", "start"),
    [
        ("/opt/wom/bin/wom", "/opt/wom/bin/wom engine"),
        ("wom", "/usr/local/bin/wom engine"),
        ("/tmp/a b/wom", "/usr/local/bin/wom engine"),
        ("/opt/%h/wom", "/usr/local/bin/wom engine"),
        ("/opt/wom\nUser=root", "/usr/local/bin/wom engine"),
    ],
)
def test_it_names_the_program_that_printed_it_where_that_can_be_named(program: str, start: str) -> None:
    service = read(unit_text(program))["Service"]

    assert (service["ExecStart"], service["User"]) == (start, "wom")
