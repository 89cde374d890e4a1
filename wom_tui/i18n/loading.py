"""In which language does the program speak, and how does it learn it?

English is in the code. For another language a catalogue is looked for, in the folder that WOM_LOCALE names and in the
package's own `locale`: `de/LC_MESSAGES/wom.mo`. Where there is one, the modules are loaded with look-ups in the place
of their messages.
"""

from __future__ import annotations

import ast
import gettext
import hashlib
import importlib.machinery
import struct
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

from wom_tui.i18n import marking, messages

LOCALE = Path(__file__).parents[1] / "locale"
_DOMAIN = "wom"
_ROOM = "wom_tui"
_OWN = "wom_tui.i18n"  # does the translating


def speak(environment: Mapping[str, str]) -> bool:
    """Speak the reader's language, if there is a catalogue of it; has to come before the other modules are loaded."""
    wanted = list(messages.languages(environment))
    given = environment.get("WOM_LOCALE")
    for folder in (Path(given), LOCALE) if given else (LOCALE,):
        path = gettext.find(_DOMAIN, folder, wanted) if wanted else None
        if path is not None and (catalogue := _read(Path(path))) is not None:
            messages.use(catalogue)
            sys.meta_path.insert(0, Finder())
            return True
    return False


def _read(path: Path) -> messages.Translations | None:
    """The catalogue in a file. One that cannot be read is told of, and is no reason to say nothing at all."""
    try:
        with path.open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, ValueError, struct.error) as error:
        sys.stderr.write(f"wom: {path} is no catalogue that can be read ({error}); so this is in English\n")
        return None


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module with look-ups in the place of its messages, and keeps its code apart from the English one's."""

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> Any:  # type: ignore[override]  # typed as static, and called as a method
        tree, _ = marking.marked(self.name, ast.parse(data, path))
        return compile(tree, path, "exec", dont_inherit=True, optimize=_optimize)

    def exec_module(self, module: ModuleType) -> None:
        vars(module)[marking.CALL] = messages.message
        super().exec_module(module)

    def get_data(self, path: str) -> bytes:
        return super().get_data(_apart(path))

    def set_data(self, path: str, data: Any, *, _mode: int = 0o666) -> None:
        super().set_data(_apart(path), data, _mode=_mode)


def _apart(path: str) -> str:
    return f"{path[:-4]}.{_rules()}.pyc" if path.endswith(".pyc") else path


@cache
def _rules() -> str:
    """Names the rules by which messages are told from other texts: code that other rules have made is out of date."""
    return hashlib.sha256(Path(marking.__file__).read_bytes()).hexdigest()[:8]


class Finder(MetaPathFinder):
    """Finds our own modules; all others are found as ever."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if not fullname.startswith(f"{_ROOM}.") or fullname.startswith(_OWN):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec
