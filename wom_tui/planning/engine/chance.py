"""Random numbers that are the same on every machine, compiled or not (L'Ecuyer 1988, period 2·10¹⁸)."""

from __future__ import annotations

import numpy as np

from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import Ints

_M1, _M2 = 2147483563, 2147483399


def dice(seed: int) -> Ints:
    """The state that belongs to a seed."""
    return np.array([seed % (_M1 - 1) + 1, (seed // (_M1 - 1) + 7919 * seed) % (_M2 - 1) + 1], np.int64)


@compiled
def chance(dice: Ints) -> float:
    """The next number, between 0 and 1, neither included."""
    dice[0] = 40014 * dice[0] % _M1
    dice[1] = 40692 * dice[1] % _M2
    mixed = dice[0] - dice[1]
    if mixed < 1:
        mixed += _M1 - 1
    return float(mixed) / _M1


@compiled
def below(dice: Ints, limit: int) -> int:
    """A whole number from 0 to limit - 1."""
    return int(chance(dice) * limit)
