"""What do the rules say that are on? Read when one is changed: there are thousands, and a look each second."""

from __future__ import annotations

from wom_tui.domain.rule import Definition, Rule
from wom_tui.domain.rule_text import read_rule
from wom_tui.errors import WomError
from wom_tui.queries.rules import RulesKept, View


class RulesRead:
    """The rules that are on, and what each of them says.

    Attributes:
        with_moments: those that come due at moments, and those that cannot be read.
        with_alerts: those that raise alerts; the same list as long as nothing was changed.
        by_id: all of them.
    """

    def __init__(self) -> None:
        self.with_moments: list[Rule] = []
        self.with_alerts: list[tuple[Rule, Definition]] = []
        self.by_id: dict[int, Rule] = {}
        self._kept = RulesKept()
        self._seen: list[Rule] | None = None
        self._read: dict[str, Definition | WomError] = {}

    def look(self, view: View) -> None:
        """See which there are by now."""
        rules = self._kept.on(view)
        if rules is self._seen:
            return
        self._seen, self.by_id = rules, {rule.id: rule for rule in rules}
        said = [(rule, self._said(rule)) for rule in rules]
        self.with_moments = [rule for rule, one in said if isinstance(one, WomError) or not one.is_watched]
        self.with_alerts = [
            (rule, one) for rule, one in said if isinstance(one, Definition) and one.alert is not None
        ]

    def definition(self, rule: Rule) -> Definition:
        """What a rule says.

        Raises:
            WomError: nobody can read it.
        """
        read = self._said(rule)
        if isinstance(read, WomError):
            raise read
        return read

    def _said(self, rule: Rule) -> Definition | WomError:
        read = self._read.get(rule.text)
        if read is None:
            try:
                read = read_rule(rule.text, rule.name)
            except WomError as error:
                read = error
            self._read[rule.text] = read
        return read
