"""Which words are which argument, and where could a word belong to two things?"""

from __future__ import annotations

import pytest

from wom_tui.errors import InvalidInput
from wom_tui.grammar.intent import Here, parse
from wom_tui.grammar.targets import Target
from wom_tui.grammar.verbs import VERBS

HERE = Here(cursor=Target(4400))


def _read(line: str) -> tuple[list[str], dict[str, str], dict[str, str]]:
    intents = parse(line, VERBS, HERE)
    return [str(i.target) for i in intents], dict(intents[0].arguments), dict(intents[0].options)


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("assign #4417 to kim 14:30", "assign 4417 kim 14:30"),
        ("assign 4417,4418 kim", "assign 4417 4418 kim"),
        ("assign 4417, 4418 kim", "assign 4417 4418 kim"),
        ("assign 4417 and 4418 kim", "assign 4417 4418 kim"),
        ("assign 4417 kim 14:30 for 90m", "assign 4417 kim 14:30 for=90m"),
        ("assign 4417 kim for 90m 14:30", "assign 4417 kim 14:30 for=90m"),
        ("move 4417 to 15:00", "move 4417 15:00"),
        ("arrive 4417 at 8:55 am", 'arrive 4417 at="8:55 am"'),
        ("hold 4417 for parts till fri", "hold 4417 parts fri"),
        ("hold 4417 parts until=fri", "hold 4417 parts fri"),
        ("cancel 4417 reason=called off", "cancel 4417 called off"),
        ("priority 4417 to p1", "priority 4417 p1"),
        ("merge 4417 and 4418", "merge 4417 4418"),
        ("receive 5 PUMP-3 main", "receive PUMP-3 5 main"),
        ("reserve 4417 PUMP-3 2", "reserve 4417 2 PUMP-3"),
        ("transfer PUMP-3 2 from main to kim", "transfer PUMP-3 2 main kim"),
        ("edit 4417 title=Leak in cellar duration=90m", 'edit 4417 title="Leak in cellar" duration=90m'),
        ("edit 4417 title=Room 12 leaks", 'edit 4417 title="Room 12 leaks"'),
        ("edit 4417 required_by=fri 12:00", 'edit 4417 required_by="fri 12:00"'),
        ("close 4417 labour 1h", "close 4417 labour=1h"),
        ("close 4417 labor=1h", "close 4417 labour=1h"),
    ],
)
def test_a_hurried_line_says_the_same(line: str, same: str) -> None:
    assert _read(line) == _read(same)


def test_quotes_inside_of_a_text_belong_to_it() -> None:
    assert _read('cancel 4417 they said "not today"')[1] == {"reason": 'they said "not today"'}
    assert _read('cancel 4417 "called off"')[1] == {"reason": "called off"}
    assert _read('note 4417 "a" and b')[1] == {"text": '"a" and b'}
    assert _read("note 4417 'a' and \"b\"")[1] == {"text": "'a' and \"b\""}


def test_a_joining_word_alone_is_the_word_itself() -> None:
    assert _read("assign 4417 to")[1] == {"technician": "to"}


@pytest.mark.parametrize(
    ("line", "helps"),
    [
        ('new "Lamp out" type=street light site=town hall', 'type="street light"'),
        ("absent kim tomorrow reason=sick child", 'reason="sick child"'),
        ("edit 4417 title=Leak 4418", 'title="Leak 4418"'),  # another order, or a number in the title?
        ('edit 4417 title="Leak" in cellar', 'title="Leak in cellar"'),
        ("assign 4417 kim 14:30 for= 90m", "no space after it: for=90m"),
        ('edit 4417 title = "Leak in cellar"', 'no space around it: title="Leak in cellar"'),
        ("arrive 4417 8:55", "at=8:55"),
        ("hold 4417 until=fri", "hold needs a reason"),
        ("cancel 44l8 wrong address", "the number of an order, or quotes"),
        ("fail 4418; gate locked", "the number of an order, or quotes"),
    ],
)
def test_a_word_that_may_belong_to_two_things_is_refused_with_the_way_out(line: str, helps: str) -> None:
    with pytest.raises(InvalidInput, match=helps.replace("(", r"\(")):
        _read(line)


@pytest.mark.parametrize(
    ("line", "targets"),
    [
        ("edit duration=90m 4417", ["4417"]),
        ("edit 4417 duration=90m 4418", ["4417", "4418"]),
        ("complete 4417 fixed labour=1h valve replaced", ["4417"]),
        ("locate #12", ["4400"]),
        ("locate 42,-71", ["4400"]),
    ],
)
def test_targets_stay_what_they_were(line: str, targets: list[str]) -> None:
    assert _read(line)[0] == targets


@pytest.mark.parametrize("line", ["new --help", "note 4417 --help", "hold 4417 parts --help"])
def test_who_asks_for_help_is_told_how_the_verb_is_used(line: str) -> None:
    with pytest.raises(InvalidInput, match="as in: "):
        _read(line)


def test_help_in_quotes_or_in_the_middle_of_a_text_is_a_word() -> None:
    assert _read('new "--help"')[1] == {"title": "--help"}
    assert _read("note 4417 with --help it works")[1] == {"text": "with --help it works"}
