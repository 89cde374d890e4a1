"""Does every file look as this house's files look?"""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, shown, tracked

# A module is one noun. One that needs more room than this says here why it is still one.
ROOMY = 400
REASONS: dict[str, str] = {
    "migrations/versions/0001_facts_and_journal.py": "all first tables, written out so that they never change",
    "wom_tui/tui/keys.py": "a row for each key, in the one place where a letter gets its meaning",
    "tests/unit/domain/sla/test_clock.py": "every unit, pause and change of one clock, case by case",
}

# "utils" says where code was put, not which question it answers.
NAMELESS = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc", "core"}

# What stands in a repository for everybody speaks of the product: no path of one machine, no host of a
# package mirror. Bracketed, so that this list does not find itself.
NOT_OURS = re.compile(
    r"/wor[k]/|/far[m]/|[.]librar[y]/|/tmp/bash_job[s]|p[y]pi[.]o|pythonhos[t]ed|regis[t]ry[.]npm|deb[.]debia[n]"
    r"|index-ur[l]|claud[e]|anthropi[c]",
    re.IGNORECASE,
)
EXCUSES = re.compile(r"#\s*(?:type:\s*ignore|noqa)")
EXCUSE_WITH_REASON = re.compile(
    r"#\s*(?:type:\s*ignore\[[\w,\- ]+\]|noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)\s+#?\s*\S.{8,}"
)
POSTPONED = re.compile(r"#.*\b(?:TOD[O]|FIXM[E]|XX[X])\b|pytest\.mark\.(?:ski[p]|xfai[l])|pytest\.ski[p]\(")

PIP = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def text_of(path: Path) -> str | None:
    """The file's text; None when it holds no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def lines_with(pattern: re.Pattern[str], *patterns: str) -> list[str]:
    """Where the pattern stands, as `file:line: text`."""
    return [
        f"{shown(path)}:{number}: {line.strip()[:120]}"
        for path in tracked(*patterns)
        for number, line in enumerate((text_of(path) or "").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_module_is_longer_than_400_lines_without_a_reason() -> None:
    long = {shown(path) for path in tracked("*.py") if len((text_of(path) or "").splitlines()) > ROOMY}

    assert long == set(REASONS)
    assert all(len(reason) > 20 for reason in REASONS.values())


def test_no_module_is_named_after_nothing() -> None:
    assert [shown(path) for path in tracked("*.py") if path.stem in NAMELESS] == []


@pytest.mark.parametrize("folder", ["wom_tui", "tests", "migrations", "benchmarks", "docs", "tools"])
def test_every_module_opens_with_a_sentence(folder: str) -> None:
    modules = [path for path in tracked(f"{folder}/*.py") if path.read_text(encoding="utf-8").strip()]
    sentences = {
        shown(path): ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) for path in modules
    }

    silent = [name for name, sentence in sentences.items() if not sentence]
    unfinished = [
        name
        for name, sentence in sentences.items()
        if sentence and not re.search(r"[.?:!…]$", first_paragraph(sentence))
    ]

    assert (silent, unfinished) == ([], [])


def first_paragraph(docstring: str) -> str:
    return docstring.strip().split("\n\n", 1)[0].strip()


def test_the_repository_speaks_of_the_product_only() -> None:
    assert lines_with(NOT_OURS, ".", ":!*.lock") == []


def test_locks_carry_hashes_and_no_addresses() -> None:
    assert lines_with(re.compile(r"https?://|--(?:extra-)?index|--find-links"), "requirements/*.lock") == []
    for path in tracked("requirements/*.lock"):
        pinned = re.findall(
            r"^\w[^=\n]*==.*(?:\n    --hash=sha256:[0-9a-f]{64}.*)*", path.read_text(), re.MULTILINE
        )
        assert pinned, shown(path)
        assert [pin for pin in pinned if "--hash=sha256:" not in pin] == []


def test_the_locks_agree_with_one_another() -> None:
    pin = re.compile(r"^\w[^\\\n]*==[^\\\n]*", re.MULTILINE)
    pins = {path.stem: set(pin.findall(path.read_text())) for path in tracked("requirements/*.lock")}

    assert pins["runtime"] | pins["build"] <= pins["dev"]


def test_the_pip_that_fills_the_environment_is_the_published_one() -> None:
    (wheel,) = tracked("tools/*.whl")

    assert hashlib.sha256(wheel.read_bytes()).hexdigest() == PIP


def test_an_excuse_to_the_linter_or_type_checker_gives_its_reason() -> None:
    excuses = lines_with(EXCUSES, "*.py", ":!tests/house/test_tree.py")

    assert [line for line in excuses if not EXCUSE_WITH_REASON.search(line)] == []


def test_nothing_is_postponed_or_skipped() -> None:
    assert lines_with(POSTPONED, "*.py") == []


def test_a_changelog_fragment_says_what_kind_of_change_it_is() -> None:
    names = [path.name for path in tracked("changelog.d/*") if path.name != "README.md"]

    assert [
        name for name in names if not re.fullmatch(r"[a-z0-9-]+\.(added|changed|fixed|removed)\.md", name)
    ] == []


def test_every_decision_stands_in_the_index() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")

    assert [
        shown(p)
        for p in tracked("docs/decisions/*.md")
        if p.name != "README.md" and f"({p.name})" not in index
    ] == []
