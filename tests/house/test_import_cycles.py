"""Can two threads import two modules at the same time? Only where no chain of imports leads back to its beginning.

The console loads most of itself on worker threads, when it is needed. Of a ring of modules two threads may each hold
one and wait for the other's; Python then raises, or hands out a module that is half there, and what was typed is lost.
A package counts as imported by whatever is in it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.house.tree import ROOT, tracked

Graph = Mapping[str, set[str]]


def modules() -> dict[str, Path]:
    """Ours, by their full name."""
    paths = tracked("wom_tui/*.py")
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in paths
    }


def loaded_at_once(body: list[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that run while a module is loaded: not those of functions, nor those for types alone."""
    for node in body:
        match node:
            case ast.Import() | ast.ImportFrom():
                yield node
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                yield from loaded_at_once(node.orelse)
            case ast.If() | ast.Try() | ast.With() | ast.ClassDef():
                yield from loaded_at_once(node.body)
            case _:
                pass


def named(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """What an import may load, whether it is a module or a name in one."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def packages_of(name: str) -> Iterator[str]:
    while name := name.rpartition(".")[0]:
        yield name


def graph() -> Graph:
    """Module → those that have to be there before it is."""
    known = modules()
    found: dict[str, set[str]] = {}
    for name, path in known.items():
        imports = loaded_at_once(ast.parse(path.read_text(encoding="utf-8")).body)
        needed = {one for node in imports for one in named(node)}
        needed |= {package for one in (name, *needed) for package in packages_of(one)}
        found[name] = (needed & known.keys()) - {name}
    return found


def ring_in(needs: Graph) -> list[str]:
    """What is left when those that need nothing, or that nothing needs, are taken away, one after the other."""
    left = dict(needs)
    while done := [
        name
        for name, needed in left.items()
        if not needed & left.keys() or not any(name in others for others in left.values())
    ]:
        for name in done:
            del left[name]
    return sorted(left)


def test_no_chain_of_imports_leads_back_to_its_beginning() -> None:
    assert ring_in(graph()) == []


def test_a_ring_is_found() -> None:
    assert ring_in({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == ["b", "c"]
