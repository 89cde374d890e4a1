"""Which parameters of a verb can be taken as they were typed?

Typer converts every value with pydantic, which takes longer to load than most verbs take to run. Text needs no
converting, and neither does what was not given; only a number or a path that was typed still loads it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Convert = Callable[[Any, Any], Any]  # context, value → value


def take_as_typed(command: Any) -> Any:
    """The same command of Typer, which spares its parameters a conversion that changes nothing."""
    parameters = command.get_params
    command.get_params = lambda context: [_spared(parameter) for parameter in parameters(context)]
    for inner in getattr(command, "commands", {}).values():
        take_as_typed(inner)
    return command


def _spared(parameter: Any) -> Any:
    if "process_value" not in vars(parameter):  # Typer keeps its `--help`, and hands it out again
        parameter.process_value = _process_value(parameter, parameter.process_value)
    return parameter


def _process_value(parameter: Any, convert: Convert) -> Convert:
    is_text = parameter.type_descriptor.annotation in (str, list[str])
    is_many = parameter.multiple or parameter.nargs != 1

    def process_value(context: Any, value: Any) -> Any:
        is_missing = value is None or value == ()
        if parameter.required if is_missing else not is_text:
            return convert(context, value)
        if is_many:
            value = list(value or ())
        return value if parameter.callback is None else parameter.callback(context, parameter, value)

    return process_value
