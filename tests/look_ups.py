"""Loads all modules with look-ups in the place of their messages: `pytest -p tests.look_ups`; all must hold as ever."""

from __future__ import annotations

import sys

from wom_tui.i18n import loading

sys.meta_path.insert(0, loading.Finder())
