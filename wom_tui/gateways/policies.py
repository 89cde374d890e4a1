"""Which policies of planning are there, and what does one say? Files that come with the program, and the user's own."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path

from wom_tui.errors import InvalidInput, NotFound
from wom_tui.folders import config_folder
from wom_tui.planning.policy import Policy, policy_from

_OURS = Path(__file__).resolve().parents[1] / "planning" / "policies"


def own_folder() -> Path:
    """Where the user's files are looked for; they come before those of the same name that are ours."""
    return config_folder() / "policies"


def policy_files() -> dict[str, Path]:
    """By name, in order of the alphabet."""
    found = [*_OURS.glob("*.toml"), *own_folder().glob("*.toml")]
    return dict(sorted({path.stem: path for path in found}.items()))


def policy_named(name: str) -> Policy:
    """The policy of that name.

    Raises:
        NotFound: there is none.
        InvalidInput: its file cannot be read; names the member.
    """
    files = policy_files()
    if name not in files:
        raise NotFound("policy", name, difflib.get_close_matches(name, files, n=3) or sorted(files))
    path = files[name]
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidInput("policy", path.name, f"a file that can be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput("policy", path.name, f"a TOML file: {error}") from error
    return policy_from(document, name=name)
