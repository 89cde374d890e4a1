"""Where does the program keep what it writes for whoever runs it? One folder of each kind, as XDG names them.

Settings may be read, changed and passed on; data is what nobody can make again; a state is of one machine; what lies in
a cache can be made again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_NAME = "wom"


def config_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """For settings."""
    return _folder(environ, "XDG_CONFIG_HOME", ".config")


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """For the database, where nobody names another one."""
    return _folder(environ, "XDG_DATA_HOME", ".local/share")


def state_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """For what was typed, and for reports of faults."""
    return _folder(environ, "XDG_STATE_HOME", ".local/state")


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """For what is only quicker than to make it again."""
    return _folder(environ, "XDG_CACHE_HOME", ".cache")


def default_database() -> str:
    """Where orders are kept when nobody says otherwise."""
    return str(data_folder() / "wom.db")


def _folder(environ: Mapping[str, str], variable: str, below_home: str) -> Path:
    """The one that a variable names. XDG wants a path that is not relative there, and any other passed over."""
    named = Path(environ.get(variable, ""))
    return (named if named.is_absolute() else Path.home() / below_home) / _NAME
