"""The settings that a file and variables come to, for the tests that ask for nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from wom_tui.config import Config, read_settings


def config_of(environ: Mapping[str, str]) -> Config:
    """The settings; raises `InvalidInput` where one of them cannot be used."""
    return read_settings(environ).whole
