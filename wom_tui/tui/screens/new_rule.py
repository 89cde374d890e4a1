"""A rule of one's own: with which text does it begin?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wom_tui.present.rule_list import when_words
from wom_tui.tui.key import RULE
from wom_tui.tui.rule_draft import EMPTY, named_anew
from wom_tui.tui.screens.names import Named, NamesPanel
from wom_tui.tui.screens.rule import RuleView

if TYPE_CHECKING:
    from wom_tui.queries.rules_seen import RuleSeen
    from wom_tui.tui.app import WomApp

_LEFT = "as it was left"


def begin_rule(app: WomApp, rules: Sequence[RuleSeen]) -> None:
    """A rule of one's own: the text of another one to begin with, or of none."""
    things = [Named("empty", "a text with one of everything", can_drop=False)]  # first: there are many others
    things += [Named(one.name, when_words(one), can_drop=False) for one in rules]
    if any(view.draft.new_one for view in app.query(RuleView)):
        things.insert(0, Named(_LEFT, "what you have typed, and nobody has kept", can_drop=False))

    async def begin(name: str) -> None:
        await app.open(RULE)
        view, texts = app.query_one(RuleView), {one.name: one.text for one in rules}
        text = view.draft.new_one if name == _LEFT else named_anew(texts.get(name, EMPTY), texts)
        view.write_new(text)

    def chosen(name: str | None) -> None:
        if name is not None:
            app.call_later(begin, name)

    app.push_screen(NamesPanel("A new rule", "begins with the text of", things, "takes its text"), chosen)
