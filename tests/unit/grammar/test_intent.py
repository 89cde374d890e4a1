"""Is a line read as the verb, targets, arguments and options that were meant?"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.commands.command import Command
from wom_tui.commands.records import PUTTING, PutRecords
from wom_tui.commands.registry import HANDLERS
from wom_tui.domain.policy import Role
from wom_tui.errors import InvalidInput
from wom_tui.grammar.intent import NOWHERE, Here, Intent, Takes, parse, verb_named
from wom_tui.grammar.targets import Target, numbers_in_line, targets_in
from wom_tui.grammar.verbs import VERBS

CONSOLE = Here(cursor=Target(17), marks=(Target(21), Target(22, 2)))
Read = tuple[str, str, Mapping[str, str], Mapping[str, str]]


def read(line: str, here: Here = NOWHERE) -> Read:
    intents = parse(line, VERBS, here)
    first = intents[0]
    about = " ".join(str(i.target) for i in intents if i.target)
    return first.verb.name, about, first.arguments, first.options


# The corpus: what people type, and how it is read.
CORPUS: list[tuple[str, Read]] = [
    ("assign 4417 kim 14:30", ("assign", "4417", {"technician": "kim", "time": "14:30"}, {})),
    ("as 4417 kim fri 9:00", ("assign", "4417", {"technician": "kim", "time": "fri 9:00"}, {})),
    ("assign 4417/2 kim", ("assign", "4417/2", {"technician": "kim"}, {})),
    ("ASSIGN WO-004417 kim", ("assign", "4417", {"technician": "kim"}, {})),
    ("assign 4417 101", ("assign", "4417", {"technician": "101"}, {})),
    (
        "assign 4417 kim for=90m 14:30",
        ("assign", "4417", {"technician": "kim", "time": "14:30"}, {"for": "90m"}),
    ),
    (
        'assign 4417 kim why="customer asks"',
        ("assign", "4417", {"technician": "kim"}, {"why": "customer asks"}),
    ),
    ("reassign 4417 ali", ("reassign", "4417", {"technician": "ali"}, {})),
    ("move 4417 14:30", ("move", "4417", {"time": "14:30"}, {})),
    ("reschedule 4417 tomorrow 9:00", ("move", "4417", {"time": "tomorrow 9:00"}, {})),
    ("dispatch 4417 4418 4420-4422", ("dispatch", "4417 4418 4420 4421 4422", {}, {})),
    ("disp 4417 4417", ("dispatch", "4417", {}, {})),
    ("arrive 4417 at=14:05", ("arrive", "4417", {}, {"at": "14:05"})),
    ("decline 4417 no ladder", ("decline", "4417", {"reason": "no ladder"}, {})),
    ("incomplete 4417 'gate locked'", ("fail", "4417", {"reason": "gate locked"}, {})),
    ("hold 4417 parts", ("hold", "4417", {"reason": "parts"}, {})),
    ("hold 4417 parts until fri", ("hold", "4417", {"reason": "parts", "until": "fri"}, {})),
    ("cancel 4417 customer called off", ("cancel", "4417", {"reason": "customer called off"}, {})),
    ("cancel 4417 dup=4400", ("cancel", "4417", {}, {"duplicate": "4400"})),
    ("complete 4417", ("complete", "4417", {}, {})),
    (
        "complete 4417 4418 valve replaced",
        ("complete", "4417 4418", {"code": "valve", "text": "replaced"}, {}),
    ),
    ("priority 4417 1", ("priority", "4417", {"priority": "1"}, {})),
    ("pri 4417 4418 p2", ("priority", "4417 4418", {"priority": "p2"}, {})),
    ("edit 4417 title='A b' ty=Tree", ("edit", "4417", {}, {"title": "A b", "type": "Tree"})),
    ('answer 4417 2 "not needed"', ("answer", "4417", {"point": "2", "answer": "not needed"}, {})),
    ("answer 266 2 40cm deep", ("answer", "266", {"point": "2", "answer": "40cm deep"}, {})),
    ("answer 266-268 2 40 cm", ("answer", "266 267 268", {"point": "2", "answer": "40 cm"}, {})),
    ("move 4417 4418 1430", ("move", "4417 4418", {"time": "1430"}, {})),
    ("move 4417 12 may", ("move", "4417", {"time": "12 may"}, {})),
    ("move 4417 4418 may 12", ("move", "4417 4418", {"time": "may 12"}, {})),
    ("move 4417 4418 2 pm", ("move", "4417 4418", {"time": "2 pm"}, {})),
    ("assign 4417 kim 1430", ("assign", "4417", {"technician": "kim", "time": "1430"}, {})),
    ("new Leak in basement pri=2", ("new", "", {"title": "Leak in basement"}, {"pri": "2"})),
    ("new 4417", ("new", "", {"title": "4417"}, {})),
    ("undo", ("undo", "", {}, {})),
    ("undo 01976f3e", ("undo", "", {"receipt": "01976f3e"}, {})),
    ("plan 12 may", ("plan", "", {"day": "12 may"}, {})),
    (
        "absent kim fri 9:00 to fri 12:00",
        ("absent", "", {"technician": "kim", "time": "fri 9:00 to fri 12:00"}, {}),
    ),
    ("user kim dispatcher", ("user", "", {"name": "kim", "role": "dispatcher"}, {})),
    ("priority 4417 1 expect=3", ("priority", "4417", {"priority": "1"}, {"expect": "3"})),
]


@pytest.mark.parametrize(("line", "meant"), CORPUS, ids=[line for line, _ in CORPUS])
def test_a_line_is_read_as_it_was_meant(line: str, meant: Read) -> None:
    assert read(line) == meant


@pytest.mark.parametrize(
    ("line", "about", "arguments"),
    [
        ("dispatch", "21 22/2", {}),
        ("dispatch .", "21 22/2", {}),
        ("dispatch 4 .", "4 21 22/2", {}),
        ("dispatch 4", "4", {}),
        ("assign kim 14:30", "21 22/2", {"technician": "kim", "time": "14:30"}),
        ("move 14:30", "21 22/2", {"time": "14:30"}),
    ],
)
def test_without_a_target_the_marks_are_meant(line: str, about: str, arguments: dict[str, str]) -> None:
    assert read(line, CONSOLE)[1:3] == (about, arguments)


@pytest.mark.parametrize(
    ("line", "about", "text"),
    [
        ("note 4417 2 dogs in the yard", "4417", "2 dogs in the yard"),
        ("note 4417 12 steps, no lift", "4417", "12 steps, no lift"),
        ("note 4417, 2 dogs", "4417", "2 dogs"),
        ("note 4417 1/2 inch pipe", "4417", "1/2 inch pipe"),
        ("note 4417 #2 pump leaks", "4417", "#2 pump leaks"),
        ("note 4417 617555 is the number", "4417", "617555 is the number"),
        ("note 4417,4418 2 dogs", "4417 4418", "2 dogs"),
        ("note 4417, 4418 2 dogs", "4417 4418", "2 dogs"),
        ("note 4417-4419 2 dogs", "4417 4418 4419", "2 dogs"),
        ("note 4417 and 4418 2 dogs", "4417 4418", "2 dogs"),
        ("note 4417 WO-000002 dogs", "4417 2", "dogs"),
        ("note 4417 30 min late, 4418 is next", "4417", "30 min late, 4418 is next"),
        ('note 4417 "4418 is the code"', "4417", "4418 is the code"),
        ("note . 2 dogs", "21 22/2", "2 dogs"),
        ("note 4417 617-555-0100 call back", "4417", "617-555-0100 call back"),
        ("note 4417 617 555 0100 call back", "4417", "617 555 0100 call back"),
        ("note 4417 555-0100 call back", "4417", "555-0100 call back"),
        ("note 617 555 0100 call back", "21 22/2", "617 555 0100 call back"),
        ("note 555-1234 call back", "21 22/2", "555-1234 call back"),
        ("cancel 4417 555-0100 says it is done", "4417", "555-0100 says it is done"),
        ("fail 4417 3 steps are missing", "4417", "3 steps are missing"),
        ("fail 4417 4418 gate locked", "4417 4418", "gate locked"),
        ("cancel 4417 2 men called off", "4417", "2 men called off"),
        ("complete 4417 2 valves replaced", "4417", "2"),
    ],
)
def test_a_number_unlike_the_order_s_begins_the_words(line: str, about: str, text: str) -> None:
    _, targets, arguments, _ = read(line, Here(marks=(Target(21), Target(22))))

    assert (targets, next(iter(arguments.values()))) == (about.replace("/2", ""), text)


@pytest.mark.parametrize("line", ["note 4417 4418 gate code", "note 4417 100 amps", "note 17 2 dogs"])
def test_a_note_asks_whether_a_number_like_the_order_s_is_another_order(line: str) -> None:
    with pytest.raises(InvalidInput, match="a comma before another order, or quotes around the words"):
        parse(line, VERBS)


@pytest.mark.parametrize(
    ("line", "about"), [("cancel 4417 12", "4417 12"), ("snooze 999 1000 until=fri reason=x", "999 1000")]
)
def test_numbers_alone_are_orders(line: str, about: str) -> None:
    assert read(line)[1] == about


@pytest.mark.parametrize("line", ["move 1430", "move 12"])
def test_a_number_alone_is_no_time_where_it_may_be_an_order(line: str) -> None:
    with pytest.raises(InvalidInput, match=r"a time such as 14:30 .*or after the order"):
        parse(line, VERBS, CONSOLE)


@pytest.mark.parametrize("line", ["hold 4417", "locate 4417", "reopen 4417", "fail 4417/2"])
def test_the_number_of_an_order_is_not_the_word_that_is_missing(line: str) -> None:
    with pytest.raises(InvalidInput, match=r"needs a (reason|position)"):
        parse(line, VERBS, Here(cursor=Target(4417)))


def test_without_marks_the_cursor_is_meant() -> None:
    assert read("hold parts", Here(cursor=Target(17)))[:3] == ("hold", "17", {"reason": "parts"})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "a verb, as in"),
        ("a 4417", "more of it: assign, accept, arrive"),
        ("asign 4417 kim", "there is no verb 'asign'; expected one of assign"),
        ("frobnicate 1", "there is no verb 'frobnicate'; expected one that `wom do help` lists"),
        ("foo", "expected one of followup$"),
        ("why=x assign 4417", "there is no verb"),
        ("assign", r"assign NUMBER\S* TECHNICIAN \[TIME\].*, as in: assign 4417 kim 14:30"),
        ("assign 4417", "assign NUMBER"),
        ("dispatch .", "dispatch NUMBER"),
        ("dispatch 4417 kim", "nothing more: dispatch NUMBER"),
        ("hold 4417/2 parts", "an order, not a visit: 4417"),
        ("hold 4417", "hold needs a reason; expected one of parts, customer"),
        ("fail 4417 4418", "fail needs a reason; expected fail NUMBER"),
        ("absent kim", "absent needs a time; expected absent TECHNICIAN TIME"),
        ("dispatch 4425-4420", "the smaller one first"),
        ("dispatch 1-5000", "up to 1000 numbers"),
        ("dispatch 4417 colour=red", "one of why=, at=, expect="),
        ("edit 4417 re=x", "requester=, required_by=, resolution="),
        ("edit 4417 title=a title=b", "title= once"),
        ("undo a b", "nothing more"),
        ("undo why=x", "no options"),
        ('new "Leak', "a closing"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(line: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        parse(line, VERBS)


def test_each_target_is_an_intent_of_its_own_that_reads_like_a_line() -> None:
    intents = parse('as 17 18/2 kim "fri 9:00" for=2h', VERBS)

    assert [intent.text for intent in intents] == [
        'assign 17 kim "fri 9:00" for=2h',
        'assign 18/2 kim "fri 9:00" for=2h',
    ]
    assert [parse(intent.text, VERBS)[0].arguments for intent in intents] == [i.arguments for i in intents]


@pytest.mark.parametrize(
    "text", ["4417kim", "kim", "14:30", "4417/", "/2", "wo", "-5", "p1", "٤٤١٧", "4" * 20]
)
def test_a_word_that_is_no_number_is_no_target(text: str) -> None:
    assert targets_in(text) is None


def test_every_example_is_read_by_its_own_verb() -> None:
    assert [verb.name for verb in VERBS if parse(verb.example, VERBS)[0].verb is not verb] == []


def test_no_two_verbs_share_a_name() -> None:
    names = [name for verb in VERBS for name in (verb.name, *verb.aliases)]

    assert len(names) == len(set(names))
    assert all(verb_named(name, VERBS) for name in names)


def test_every_verb_says_what_it_does_in_a_sentence() -> None:
    assert [verb.name for verb in VERBS if not verb.help.endswith(".") or len(verb.help) > 100] == []


def test_no_option_is_the_beginning_of_another() -> None:
    """Else the shorter one could never be told from the longer one while it is typed."""
    for verb in VERBS:
        names = [option.name for option in verb.all_options]
        assert len(names) == len(set(names)), verb.name


def test_a_verb_needs_the_role_that_its_commands_need() -> None:
    assert verb_named("approve", VERBS).needs is Role.MANAGER
    assert verb_named("complete", VERBS).needs is Role.TECHNICIAN
    assert verb_named("user", VERBS).needs is Role.ADMIN


# Commands that are no line: what they carry does not fit into one.
NOT_TYPED = {
    "LoadFacts": "wom demo: the roster of a world",
    "ImportRows": "wom import: rows of a file",
    "EraseCustomer": "wom customer erase: asked about, and for good",
    "AcceptRules": "wom sla accept: fitted rules",
    "DoLine": "the line itself",
    **dict.fromkeys(("NewBranch", "DropBranch", "MergeBranch"), "wom branch, and the console's own word"),
    **dict.fromkeys(("EnableNotification", "DisableNotification"), "wom notify enable, disable: as rules"),
    "SetPreference": "wom notify customer: what a customer wants to hear",
    "SetReach": "wom notify reach: how one of ours is reached",
    "KeepRule": "the console's page of a rule: a text of many lines",
    "FireRule": "what a rule does when it comes due",
    "OpenMaintenance": "wom maintenance run, and the rule that does it",
    **dict.fromkeys(
        ("PauseMaintenance", "ResumeMaintenance", "EndMaintenance"), "wom maintenance pause, resume, end"
    ),
    **dict.fromkeys(
        ("RecordBackup", "PrepareReview", "ReportTrouble"), "what comes of a rule that makes something"
    ),
    "MendDay": "what the rule that mends the day has found",
    "TakeReport": "what comes in from the field",
    "ChangeBranch": "what a branch comes to, whatever was typed on it",
}


def test_every_command_can_be_typed() -> None:
    typed = {command for verb in VERBS for command in verb.commands}
    silent = [command for command in HANDLERS if command not in typed]
    # `wom technician edit` and the like.
    records = [command for command in silent if issubclass(command, PutRecords)]

    assert sorted(command.__name__ for command in {*silent} - {*records}) == sorted(NOT_TYPED)
    assert {*records} == {*PUTTING.values()} - typed


def test_every_command_has_a_handler_and_a_line_of_documentation() -> None:
    def leaves(command: type[Command]) -> set[type[Command]]:
        below = [leaf for sub in command.__subclasses__() for leaf in leaves(sub)]
        return set(below) if below else {command}

    known = {command for command in leaves(Command) if command.__module__.startswith("wom_tui.")}

    assert known == set(HANDLERS)
    assert [c.__name__ for c in HANDLERS if not (c.__doc__ or "").split("\n")[0].endswith(".")] == []


@given(st.text(max_size=60))
def test_no_line_breaks_the_parser(line: str) -> None:
    try:
        intents = parse(line, VERBS, CONSOLE)
    except InvalidInput:
        return
    assert all(isinstance(intent, Intent) for intent in intents)


@given(
    st.sampled_from(VERBS),
    st.lists(st.sampled_from(["4417", "4417/2", "1-3", ".", "kim", "14:30", "why=x", '"a b"'])),
)
def test_words_in_any_order_are_read_or_refused(verb: object, words: list[str]) -> None:
    line = " ".join([getattr(verb, "name", ""), *words])
    try:
        intents = parse(line, VERBS, CONSOLE)
    except InvalidInput:
        return
    for intent in intents:
        assert (intent.target is None) == (intent.verb.takes is Takes.NOTHING)


def test_the_orders_that_a_line_may_name_are_known_before_it_is_read() -> None:
    assert numbers_in_line("dispatch 4417 WO-004420/2 4422-4424 why=12") == [4417, 4420, 4422, 4423, 4424]
    assert numbers_in_line("assign 4417 kim 14:30 9-1") == [4417]
    assert numbers_in_line("") == []
