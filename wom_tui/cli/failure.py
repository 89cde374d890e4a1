"""What does a user see when something goes wrong, and which code does the command end with?

People read stderr: what happened, which record, what to do next. With `--json` the same stands on stdout as
`{"error": …}`. A traceback goes to a report file, never to the terminal.
"""

from __future__ import annotations

from typing import Any

from wom_tui.cli.output import print_json, say
from wom_tui.errors import InvalidInput, WomError

INTERRUPTED = 130  # what shells say of a command that Ctrl+C has ended
UNEXPECTED = 1


def report(error: WomError, *, is_json: bool) -> int:
    """Say what went wrong; returns the exit code."""
    where = list(getattr(error, "__notes__", ()))
    if is_json:
        print_json({"error": error.facts() | {"exit_code": error.exit_code, "where": where}})
    say(f"wom: {error.words or error}")
    for line in (*where, error.advice):
        if line:
            say(f"  {line}")
    return error.exit_code


def report_usage(message: str, usage: str, *, is_json: bool) -> int:
    """Say what is wrong with the command line itself."""
    if is_json:
        facts: dict[str, Any] = {"code": InvalidInput.code, "message": message, "advice": usage}
        print_json({"error": facts | {"exit_code": InvalidInput.exit_code, "where": []}})
    say(f"wom: {message}")
    for line in usage.splitlines():
        say(line)
    return InvalidInput.exit_code


def report_bug(error: Exception, *, is_json: bool, is_restricted: bool) -> int:
    """Say that this should not have happened, and where the details are."""
    from wom_tui.folders import state_folder
    from wom_tui.tui.report import NO_REPORT, REPORTS, write_report

    path = write_report(error, None if is_restricted else state_folder() / REPORTS)
    message = f"this is a bug in wom: {type(error).__name__}; nothing was half done"
    advice = f"please send us {path}" if path else "the report could not be written"
    if is_restricted:
        advice = NO_REPORT
    if is_json:
        facts = {"code": "bug", "message": message, "advice": advice, "exit_code": UNEXPECTED, "where": []}
        print_json({"error": facts})
    say(f"wom: {message}")
    say(f"  {advice}")
    return UNEXPECTED
