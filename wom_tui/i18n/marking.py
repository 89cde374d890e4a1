"""Which texts in the code are messages to people, and how does each become a look-up in a catalogue?

A message is a text of several words, or a word in a place where people read it (`_SINGLE`). What a machine reads is
none: docstrings, keys, SQL, styles, patterns, what is compared with or looked up. An f-string becomes a template with
named places: `f"{order.id} is {status.words}"` is `{id} is {words}`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import NamedTuple

CALL = "__message__"  # by this name the code finds `i18n.messages.message`

_WORDS = re.compile(r"[A-Za-z}'’)][,;:.?!)]?\s+[{\"'(`–—]?[A-Za-z]")
_LETTERS = re.compile(r"[A-Za-z]{2,}")
# SQL, and pages and settings that are written for other programs.
_MACHINE = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|ALTER|DROP|WITH|BEGIN|COMMIT|SAVEPOINT|VACUUM|LOCK|FROM|ORDER BY)\b"
    r"|.*\b(AND|OR|IS NULL|IS NOT NULL|DESC)\b|\s*(<[!a-z]|[@#\[{]{1,2}[\w.]+\b.*[\]{]\s*$|-c )",
    re.DOTALL,
)
# Rooms that write for other programs: shells, settings, SQL; and the one that decides which language it is.
_MACHINE_ROOMS = frozenset(
    """
    wom_tui.__main__ wom_tui.cli.chosen wom_tui.cli.completion wom_tui.presets.writing wom_tui.store.live_copy
    wom_tui.store.lookup wom_tui.store.reader wom_tui.store.tables wom_tui.tui.tokens
    """.split()
)
# Ways to draw: `bold bright`.
_INK = frozenset(
    """
    bold dim italic under reverse strike on default bright late text accent warn ok hold done site move plan ready here
    bg raised sunken selection none
    """.split()
)
# Calls whose texts are for machines: patterns, statements, mistakes in the program, lines for the grammar.
_MACHINE_CALLS = frozenset(
    """
    compile fullmatch match search sub split rsplit partition rpartition startswith endswith removeprefix removesuffix
    replace strip lstrip rstrip find index encode decode get getattr setattr hasattr setdefault pop cast TypeVar
    execute executemany exec_driver_sql CheckConstraint ForeignKey ForeignKeyConstraint Index Table UniqueConstraint
    listens_for Statement Lookup import_module getenv strftime strptime query_one query save save_all add_class
    remove_class set_class has_class text ValueError TypeError AssertionError KeyError LookupError RuntimeError
    NotImplementedError typed
    """.split()
)
_MACHINE_KEYWORDS = frozenset(
    "id key name code noun verb action example examples encoding pattern sql classes style ink prog".split()
    + "add edit remove".split()  # lines that a key begins
)
_MACHINE_NAMES = re.compile(r"__\w+__|(DEFAULT_)?CSS|BINDINGS|_?[A-Z_]*SQL")
# Where one word is a message as well: call → keywords, or places among its arguments; and headings on screens.
_SINGLE: Mapping[str, frozenset[str | int]] = {
    "Fact": frozenset({"label"}),
    "Key": frozenset({"label"}),
    "Label": frozenset({2}),
}
_HEADING = re.compile(r"[A-Z][a-z]+:?")
_SCREENS = ("wom_tui.present.", "wom_tui.tui.")


class Message(NamedTuple):
    """One entry of the catalogue; `many` is the plural of a word that is counted."""

    text: str
    line: int
    many: str = ""


class _Marking(ast.NodeTransformer):
    """Puts look-ups in the place of messages, and notes them."""

    def __init__(self, module: str) -> None:
        self.found: list[Message] = []
        self._is_screen = module.startswith(_SCREENS)

    # -- where machines read

    def visit_Module(self, node: ast.Module) -> ast.AST:
        self._without_docstring(node)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self._without_docstring(node)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self._without_docstring(node)
        node.args = self.visit(node.args)
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        self._without_docstring(node)
        node.args = self.visit(node.args)
        return node

    def _without_docstring(
        self, node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    ) -> None:
        has_docstring = ast.get_docstring(node, clean=False) is not None
        body: list[ast.stmt] = node.body[:1] if has_docstring else []
        node.body = body + [self.visit(statement) for statement in node.body[len(body) :]]

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None and not _is_for_machines(node.target):
            node.value = self.visit(node.value)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        if not _is_for_machines(node.targets[0]):
            node.value = self.visit(node.value)
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        node.value = self.visit(node.value)
        return node

    def visit_Match(self, node: ast.Match) -> ast.AST:
        node.subject = self.visit(node.subject)
        for case in node.cases:
            case.guard = self.visit(case.guard) if case.guard else None
            case.body = [self.visit(statement) for statement in case.body]
        return node

    def visit_Tuple(self, node: ast.Tuple) -> ast.AST:
        # (text, ink): whatever stands beside an ink is shown.
        is_piece = self._is_screen and len(node.elts) == 2 and _is_ink(node.elts[1])
        node.elts = [self._argument(one, is_piece and place == 0) for place, one in enumerate(node.elts)]
        return node

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        node.values = [self.visit(value) for value in node.values]
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        # `"a b c".split()` is a list of words, `" or ".join(…)` a message.
        if not (isinstance(node.value, ast.Constant) and node.attr != "join"):
            node.value = self.visit(node.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = _name(node.func)
        node.func = self.visit(node.func)
        if name == "some":
            self._note_counted(node)
        if name not in _MACHINE_CALLS:
            single = _SINGLE.get(name, frozenset())
            node.args = [self._argument(one, place in single) for place, one in enumerate(node.args)]
            for keyword in node.keywords:
                if keyword.arg not in _MACHINE_KEYWORDS:
                    keyword.value = self._argument(keyword.value, keyword.arg in single)
        return node

    # -- messages

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        text = _text(node)
        return self._message(node, text, []) if is_message(text) or self._is_heading(text) else node

    def _is_heading(self, text: str) -> bool:
        return self._is_screen and bool(_HEADING.fullmatch(text.strip()))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        template, values = _template(node)
        values = [ast.keyword(place.arg, self.visit(place.value)) for place in values]
        if is_message(template):
            return self._message(node, template, values)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                part.value = self.visit(part.value)
        return node

    def _argument(self, node: ast.expr, may_be_single: bool) -> ast.expr:
        if may_be_single and (text := _text(node)) and _LETTERS.search(text):
            return self._message(node, text, [])
        visited: ast.expr = self.visit(node)
        return visited

    def _message(self, node: ast.expr, template: str, values: list[ast.keyword]) -> ast.Call:
        self.found.append(Message(template, node.lineno))
        call = ast.Call(ast.Name(CALL, ast.Load()), [ast.Constant(template)], values)
        return ast.fix_missing_locations(ast.copy_location(call, node))

    def _note_counted(self, node: ast.Call) -> None:
        words = list(filter(None, map(_text, node.args[1:3])))
        if words:
            self.found.append(Message(words[0], node.lineno, words[1] if len(words) > 1 else f"{words[0]}s"))


def marked(module: str, tree: ast.Module) -> tuple[ast.Module, list[Message]]:
    """A module with look-ups in the place of its messages, and the messages in the order of its lines."""
    if module in _MACHINE_ROOMS:
        return tree, []
    marking = _Marking(module)
    marking.visit(tree)
    return tree, sorted(marking.found, key=lambda one: one.line)


def is_message(text: str) -> bool:
    """A text that people read, as far as the text alone can tell."""
    bare = re.sub(r"\{[^}]*\}", " ", text)
    return bool(
        _WORDS.search(text)
        and _LETTERS.search(bare)
        and not _MACHINE.match(text)
        and not all(part in _INK or part.startswith("fill-") for part in bare.split())  # `bold fill-late`
    )


def _template(node: ast.JoinedStr) -> tuple[str, list[ast.keyword]]:
    """The text with named places, and what goes there."""
    text: list[str] = []
    values: list[ast.keyword] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            text.append(_text(part).replace("{", "{{").replace("}", "}}"))
            continue
        assert isinstance(part, ast.FormattedValue)
        name = _place(part.value, {value.arg for value in values})
        form, value = _form(part)
        text.append(f"{{{name}{form}}}")
        values.append(ast.keyword(name, value))
    return "".join(text), values


def _form(part: ast.FormattedValue) -> tuple[str, ast.expr]:
    """How a value is written, as far as that is fixed; else the value is written first."""
    conversion = f"!{chr(part.conversion)}" if part.conversion != -1 else ""
    if part.format_spec is None:
        return conversion, part.value
    assert isinstance(part.format_spec, ast.JoinedStr)
    fixed = [_text(one) for one in part.format_spec.values if isinstance(one, ast.Constant)]
    if len(fixed) < len(part.format_spec.values):
        return conversion, ast.Call(ast.Name("format", ast.Load()), [part.value, part.format_spec], [])
    return f"{conversion}:{''.join(fixed)}", part.value


def _place(value: ast.expr, taken: set[str | None]) -> str:
    """A name for translators: `id` for `order.id`, `some` for `some(…)`."""
    while isinstance(value, ast.Call | ast.Subscript):
        value = value.func if isinstance(value, ast.Call) else value.value
    name = (_name(value) or "value").strip("_") or "value"
    return next(one for one in (name, *(f"{name}{n}" for n in range(2, 100))) if one not in taken)


def _text(node: ast.expr) -> str:
    """A text that stands there as it is; empty for all else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_ink(node: ast.expr) -> bool:
    """It says how something is drawn, one way or the other."""
    if isinstance(node, ast.IfExp):
        return _is_ink(node.body) and _is_ink(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) and _is_ink(part.value) for part in node.values)
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and _INK.issuperset(node.value.split())
    return _name(node) in ("ink", "style")


def _is_for_machines(target: ast.expr) -> bool:
    return bool(_MACHINE_NAMES.fullmatch(_name(target)))
