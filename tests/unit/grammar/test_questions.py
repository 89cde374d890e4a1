"""Is a question told from an act, and what is it about?"""

from __future__ import annotations

import pytest

from wom_tui.errors import InvalidInput
from wom_tui.grammar.intent import Here
from wom_tui.grammar.questions import Asked, Question, question_in
from wom_tui.grammar.targets import Target

HERE = Here(cursor=Target(4417))


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("why 4417", Question(asked=Asked.WHY, target=Target(4417))),
        ("Why WO-004417/2 fri", Question(asked=Asked.WHY, target=Target(4417, 2), day="fri")),
        ("why", Question(asked=Asked.WHY, target=Target(4417))),
        ("why not kim 4418", Question(asked=Asked.WHY_NOT, target=Target(4418), technician="kim")),
        ("why-not kim", Question(asked=Asked.WHY_NOT, target=Target(4417), technician="kim")),
        (
            'why not "K. Moran" 4418 next fri',
            Question(asked=Asked.WHY_NOT, target=Target(4418), technician="K. Moran", day="next fri"),
        ),
        ("relax 4418 tomorrow", Question(asked=Asked.RELAX, target=Target(4418), day="tomorrow")),
        ("assign 4417 kim", None),
        ("", None),
    ],
)
def test_a_line_asks(line: str, question: Question | None) -> None:
    assert question_in(line, HERE) == question


@pytest.mark.parametrize("line", ["why", "why not kim", "why 4417-4420", "relax kim", "why not"])
def test_a_question_about_no_order_or_several_is_refused(line: str) -> None:
    with pytest.raises(InvalidInput):
        question_in(line)
