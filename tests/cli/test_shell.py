"""What holds for every verb: options anywhere, one document on stdout, no tracebacks, nothing hostile."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from tests.office import a_site, an_order
from tests.settings import config_of
from tests.tui.hostile import ALL, FORBIDDEN
from wom_tui.cli.output import is_of_figures, narrowed, without_empty_columns
from wom_tui.cli.root import ENTRIES, load, taken_out
from wom_tui.cli.typeable import shown_entries
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.request import ReceiveRequest
from wom_tui.config import Config, ConsoleConfig, os_user
from wom_tui.desk import Desk
from wom_tui.domain.site import GeocodeQuality
from wom_tui.domain.texts import LONGEST_TITLE
from wom_tui.errors import InvalidInput
from wom_tui.folders import default_database

SHOWING = (
    ("wo", "list"),
    ("wo", "show", "1"),
    ("log",),
    ("do", "edit 1 title=x", "--dry-run"),
    ("user", "list"),
    ("wo", "duplicates"),
    ("site", "locate"),
    ("site", "locate", "#101"),
    ("request", "list"),
    ("request", "show", "1"),
)


def test_the_help_lists_every_verb(shell: Wom) -> None:
    answer = shell("--help")

    assert answer.code == 0
    assert [e.name for e in shown_entries() if f"\n  {e.name} " not in answer.out] == []
    assert "_values" not in answer.out
    assert all(option in answer.out for option in ("--db", "--json", "--as", "--now", "--as-of"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_verb_can_be_asked_for_help(shell: Wom, entry: object) -> None:
    answer = shell(getattr(entry, "name", ""), "--help")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Usage: wom ")


@pytest.mark.parametrize(
    "words", [("blah",), ("wo", "blah"), ("wo", "list", "--blah"), ("do", "--dry"), ("--db",)]
)
def test_a_line_that_is_none_is_a_usage_error(shell: Wom, words: tuple[str, ...]) -> None:
    answer = shell(*words, "--json") if words != ("--db",) else shell("--json", *words)

    assert (answer.code, answer.json["error"]["code"]) == (2, "input.invalid")
    assert answer.err.startswith("wom: ")


def test_common_options_may_stand_anywhere() -> None:
    assert taken_out(["wo", "--json", "list", "--db=x.db", "pri<2", "--as-of", "10:00"]) == (
        {"--json": "", "--db": "x.db", "--as-of": "10:00"},
        ["wo", "list", "pri<2"],
    )
    assert taken_out(["do", "--", "--json"]) == ({}, ["do", "--", "--json"])
    assert taken_out(["log", "--since", "3", "--jsonx"]) == ({}, ["log", "--since", "3", "--jsonx"])


def test_nobody_changes_the_past(wom: Wom) -> None:
    for words in (("do", "new x"), ("undo",), ("plan", "--accept")):
        answer = wom(*words, "--as-of", "10:00", "--json")
        assert (answer.code, answer.json["error"]["code"]) == (2, "input.invalid")


def test_nothing_is_shown_from_before_the_journal(wom: Wom) -> None:
    for words in (("wo", "list"), ("technician", "list"), ("log",)):
        answer = wom(*words, "--as-of", "1999-01-01")

        assert (answer.code, answer.out) == (2, "")
        assert "or later, for the journal begins then" in answer.err


def test_a_console_needs_a_terminal(wom: Wom) -> None:
    for words in (("console",), ()):
        answer = wom(*words)
        assert (answer.code, answer.out) == (2, "")
        assert "a terminal" in answer.err


def test_a_bug_is_a_report_file_and_no_traceback(
    wom: Wom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("wom_tui.cli.chosen._rows", broken)

    answer = wom("wo", "list", "--json")

    assert (answer.code, answer.json["error"]["code"]) == (1, "bug")
    assert "Traceback" not in answer.err
    (report,) = tmp_path.rglob("*/reports/*.txt")
    assert "ZeroDivisionError" in report.read_text()
    assert report.stat().st_mode & 0o077 == 0


def test_a_console_that_cannot_begin_leaves_no_report(
    wom: Wom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("wom_tui.cli.console.open_console", lambda *_: 1 / 0)

    answer = wom("console", "--restricted")

    assert answer.code == 1
    assert "no report is written" in answer.err
    assert list(tmp_path.rglob("reports")) == []


def test_an_interrupted_verb_ends_as_shells_expect(wom: Wom, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("wom_tui.cli.chosen._rows", interrupted)

    assert wom("wo", "list").code == 130


def test_a_list_loads_no_more_than_it_shows(desk: Desk, database_url: str) -> None:
    """What a verb loads is most of the time that it takes."""
    script = (
        "import sys\nfrom wom_tui.cli.root import run\n"
        f"code = run(['--db', {database_url!r}, 'wo', 'list'])\n"
        "sys.stdout.write('\\n' + ' '.join(sys.modules))\nsys.exit(code)\n"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    loaded = set(ended.stdout.splitlines()[-1].split())
    needless = {
        "textual",
        "numpy",
        "rustworkx",
        "alembic",
        "rich.console",
        "wom_tui.commands.registry",
        "wom_tui.grammar",
    }
    if database_url.startswith("sqlite"):
        needless |= {"psycopg", "sqlalchemy.dialects.postgresql"}
    assert (ended.returncode, ended.stderr, loaded & needless) == (0, "0 orders\n", set())


def test_columns_in_which_nothing_stands_make_room() -> None:
    table = [["number", "parts", "title"], ["1", "", "Leak"], ["2", "", ""]]

    assert without_empty_columns(table) == [["number", "title"], ["1", "Leak"], ["2", ""]]
    assert without_empty_columns(table[:1]) == table[:1]


@pytest.mark.parametrize(
    ("widths", "room", "fitted"),
    [
        ([5, 30, 12], 60, [5, 30, 12]),
        ([5, 30, 12], 30, [5, 13, 12]),
        ([5, 30, 12], 17, [5, 6, 6]),
        ([5, 30, 12], 10, [3, 3, 4]),
    ],
)
def test_a_table_is_narrowed_where_it_is_widest(widths: list[int], room: int, fitted: list[int]) -> None:
    assert narrowed(widths, room) == fitted


def test_a_table_too_wide_keeps_its_days_and_times_whole() -> None:
    due, title = ["14 May 09:00", "", "08:30"], ["2 Main St", "Sign Repair, twice", ""]

    fitted = narrowed([12, 18], 20, [is_of_figures(due), is_of_figures(title)])

    assert fitted == [12, 8]


# -- hostile text --------------------------------------------------------------------------------


@pytest.fixture
def hostile(desk: Desk) -> None:
    """An order with each of the texts, and one whose texts try to look like more of the sheet."""
    texts = ["a\n  resolution fixed", *(text for text in ALL.values() if "\0" not in text)]
    desk.run_all(
        [
            an_order(title=t[:LONGEST_TITLE] or "x", description=f"{t}\nmore", requester=t, external_id=t)
            for t in texts
        ]
    )
    lost = replace(a_site(1), lat=None, lon=None, geocode_quality=GeocodeQuality.MISSING)
    sites = [replace(lost, id=100 + n, name=t or "x", address=t) for n, t in enumerate(texts)]
    desk.run(LoadFacts(facts=tuple(sites), what="sites"))
    desk.run_all([ReceiveRequest(text=t, said_by=t, channel=t, address=t) for t in texts])


@pytest.mark.parametrize("words", SHOWING, ids=" ".join)
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["table", "json"])
@pytest.mark.usefixtures("hostile")
def test_text_from_outside_never_reaches_the_terminal_raw(
    wom: Wom, words: tuple[str, ...], form: tuple[str, ...]
) -> None:
    answer = wom(*words, *form)

    assert answer.code == 0
    assert FORBIDDEN & set(answer.out + answer.err) - {"\n"} == set()


@pytest.mark.parametrize("payload", ALL.values(), ids=ALL.keys())
def test_what_is_typed_comes_back_harmless(wom: Wom, payload: str) -> None:
    for words in (("do", payload), ("wo", "list", f"{payload}=1", "--json"), (payload,)):
        answer = wom(*words)
        assert FORBIDDEN & set(answer.out + answer.err) - {"\n"} == set()
        assert answer.code == 2


def test_a_text_that_only_one_of_the_databases_would_store_is_refused(wom: Wom, desk: Desk) -> None:
    before = desk.last_seq()

    for line in ("new a\0b", 'edit 1 title="a\0b"', "edit 1 tags=a,b\0"):
        assert wom("do", "-", "--json", stdin=line).code in (2, 3)

    assert desk.last_seq() == before


@pytest.mark.usefixtures("hostile")
def test_a_line_break_from_outside_makes_no_line(wom: Wom) -> None:
    lines = wom("wo", "show", "1").out.splitlines()

    assert lines[0] == "1  a   resolution fixed"
    assert not any(line.startswith("  resolution") for line in lines)


# -- settings ------------------------------------------------------------------------------------


def test_settings_come_from_defaults_then_the_file_then_variables(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('db = "file.db"\n[console]\nlook = "light"\nsigns = "ascii"\n')
    named = {"WOM_CONFIG": str(file)}

    assert config_of({"XDG_CONFIG_HOME": str(tmp_path / "none")}) == Config()
    assert config_of(named) == Config(db="file.db", console=ConsoleConfig(look="light", signs="ascii"))
    assert config_of(named | {"WOM_DB": "other.db", "WOM_CONSOLE_SIGNS": "all"}) == Config(
        db="other.db", console=ConsoleConfig(look="light")
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dp = 1", "one of db"),
        ("db = 1", "a value such as"),
        ("console = 1", "a value such as"),
        ("[console]\ncolour = 1", "console"),
        ("db = ", "a TOML file"),
    ],
)
def test_a_setting_that_is_none_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)

    with pytest.raises(InvalidInput, match=said):
        config_of({"WOM_CONFIG": str(file)})


def test_a_flag_in_a_variable_says_yes_or_no() -> None:
    with pytest.raises(InvalidInput, match="yes or no"):
        config_of({"WOM_CONSOLE_MOUSE": "maybe"})


def test_the_database_is_the_one_that_was_set_or_typed(
    shell: Wom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Path(default_database()).is_relative_to(tmp_path)  # the user of a test has a home of their own
    monkeypatch.setenv("WOM_DB", str(tmp_path / "set.db"))

    made = ("init", "--zone", "UTC", "--json")
    assert shell(*made).json["database"].endswith("set.db")
    assert shell(*made, "--db", str(tmp_path / "typed.db")).json["database"].endswith("typed.db")


def test_who_runs_it_is_what_the_system_says(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os_user()
    for name in ("USER", "LOGNAME", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")

    assert os_user() == real


def test_every_entry_leads_to_a_command() -> None:
    assert [load(entry).name for entry in ENTRIES] == [entry.name for entry in ENTRIES]


def test_a_number_is_read_from_the_file_and_from_a_variable(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[geocoder]\nurl = "https://a.example"\ntimeout_s = 3\n')

    read = config_of({"WOM_CONFIG": str(file), "WOM_GEOCODER_SECONDS_BETWEEN": "2.5"}).geocoder

    assert (read.url, read.timeout_s, read.seconds_between) == ("https://a.example", 3.0, 2.5)
    with pytest.raises(InvalidInput, match="a number such as"):
        config_of({"WOM_GEOCODER_TIMEOUT_S": "soon"})
