"""Where does a problem for the planner come from: a JSON file, and for large ones a table of travel times beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wom_tui.errors import InvalidInput
from wom_tui.planning.member import Member
from wom_tui.planning.problem import Problem
from wom_tui.planning.vroom_in import problem_of, table_of

PROFILE = "car"  # whose travel times a file of their own holds


def read_problem(path: Path) -> Problem:
    """The problem in a file.

    Raises:
        InvalidInput: it cannot be read, is no JSON, or holds a member that cannot be used.
    """
    document = _document(path)
    said = Member("problem", document).get("x-wom").get("matrix_file").text("")
    return problem_of(document, {PROFILE: _table(path.parent / said)} if said else None)


def _document(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise InvalidInput("PROBLEM", str(path), f"a file that can be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InvalidInput("PROBLEM", path.name, f"JSON; {where}: {error.msg}") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise InvalidInput("PROBLEM", path.name, "JSON in UTF-8") from error


def _table(path: Path) -> Any:
    import numpy as np

    name = "x-wom.matrix_file"
    try:
        return table_of(name, np.load(path, allow_pickle=False))
    except (OSError, EOFError) as error:
        raise InvalidInput(name, str(path), "a file that can be read") from error
    except ValueError as error:
        raise InvalidInput(name, str(path), "a table that numpy has saved (.npy)") from error
