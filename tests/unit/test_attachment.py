"""Where may a file be, what is it called, and what is it? Nothing that a terminal obeys, nothing that runs."""

from __future__ import annotations

import pytest

from tests.tui.hostile import CONTROL, SPOOF
from wom_tui.domain.attachment import (
    LONGEST_NAME,
    LONGEST_PLACE,
    Attachment,
    FileKind,
    free_name,
    name_in,
    place_of,
    said_name,
)
from wom_tui.errors import InvalidInput


@pytest.mark.parametrize(
    "place",
    [
        "https://photos.example/2026/pole-12.jpg?size=large&page=2#top",
        "HTTP://photos.example",
        "ftp://files.example/plan.pdf",
        "sftp://crew@files.example:2222/plan.pdf",
        "https://[2001:db8::1]/x.pdf",
        "permits/2026/permit 4417.pdf",
        "/srv/office/permits/4417.pdf",
        "./notes:2026.txt",
        "C:\\Office\\Permits\\4417.pdf",
        "\\\\server\\permits\\4417.pdf",
        "Pläne/Übersicht.pdf",
        "漏水.png",
    ],
)
def test_an_address_and_a_path_are_places(place: str) -> None:
    assert place_of(f" {place} ") == place


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("", "nothing is said"),
        ("   ", "nothing is said"),
        ("javascript:alert(1)", "javascript: is none of them"),
        ("JavaScript://%0aalert(1)", "javascript: is none of them"),
        ("file:///etc/passwd", "file: is none of them"),
        ("FILE://server/share", "file: is none of them"),
        ("data:text/html,<script>", "data: is none of them"),
        ("ssh://host/", "ssh: is none of them"),
        ("notes:2026.txt", r"begins with \./"),
        ("C:notes.txt", "c: is none of them"),
        ("https://", "no host"),
        ("https:/photos.example/x.jpg", "no host"),
        ("https:\\\\photos.example\\x.jpg", "no host"),
        ("https://[photos.example/x.jpg", "no host"),
        ("https://photos.example/pole 12.jpg", "write %20"),
        ("https://crew:secret@photos.example/x.jpg", "password"),
        ("x" * (LONGEST_PLACE + 1), "2,001 characters"),
        ("https://photos.example/" + "x" * 4000, "at most 2,000"),
    ],
)
def test_what_is_neither_is_refused_with_the_reason(place: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        place_of(place)


@pytest.mark.parametrize("text", [*CONTROL.values(), *SPOOF.values()])
def test_what_cannot_be_seen_is_in_no_place_and_no_name(text: str) -> None:
    if text.isprintable():  # only letters with marks, which `safe` cuts when they are shown
        return
    for place in (text, f"https://photos.example/{text}"):
        with pytest.raises(InvalidInput, match="cannot be seen"):
            place_of(place)
    with pytest.raises(InvalidInput, match="can be seen"):
        said_name(text)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("https://photos.example/2026/pole-12.jpg?size=large", "pole-12.jpg"),
        ("https://photos.example/pole%2012.jpg", "pole 12.jpg"),
        ("https://photos.example/a%0ab%1b.jpg", "a%0ab%1b.jpg"),
        ("https://photos.example/", "photos.example"),
        ("https://photos.example", "photos.example"),
        ("permits/2026/permit 4417.pdf", "permit 4417.pdf"),
        ("C:\\Office\\4417.pdf", "4417.pdf"),
        ("photos/", "photos"),
        ("/", "/"),
    ],
)
def test_a_file_is_called_by_the_last_word_of_its_place(place: str, name: str) -> None:
    assert name_in(place) == name


def test_a_long_name_keeps_what_it_ends_in() -> None:
    name = name_in(f"https://photos.example/{'x' * 500}.jpg")

    assert (len(name), name[-5:]) == (LONGEST_NAME, "x.jpg")


def test_a_name_that_another_file_has_gets_a_number() -> None:
    assert free_name("report.jpg", []) == "report.jpg"
    assert free_name("report.jpg", ["Report.JPG", "report-2.jpg"]) == "report-3.jpg"
    assert free_name("photos", ["photos"]) == "photos-2"


@pytest.mark.parametrize(
    ("place", "name", "kind"),
    [
        ("https://photos.example/x.JPG?a=b.pdf", "x", FileKind.PICTURE),
        ("permits/4417.pdf", "x", FileKind.DOCUMENT),
        ("https://photos.example/show?id=7", "pole.png", FileKind.PICTURE),
        ("https://photos.example/show?id=7", "show", FileKind.PAGE),
        ("ftp://files.example/x", "x", FileKind.FILE),
        ("permits/4417.exe", "x", FileKind.FILE),
        ("hours.xlsx", "x", FileKind.TABLE),
    ],
)
def test_what_a_file_is_follows_from_what_it_ends_in(place: str, name: str, kind: FileKind) -> None:
    assert Attachment(id=1, order_id=1, name=name, place=place).kind is kind
