"""What the words of a line's label say for a sum, in bits."""

from __future__ import annotations

import numpy as np

from reportcheck.relate.field import Lines

__all__ = ["bits_of_words"]

_TOTAL, _AVERAGE, _RATIO = 4.0, -4.0, -2.0


def bits_of_words(lines: Lines, targets: np.ndarray) -> np.ndarray:
    """Bits for each target: a total word speaks for a sum, words of averages and percentages against one."""
    bits = np.where(lines.total[targets], _TOTAL, 0.0)
    return bits + np.where(lines.average[targets], _AVERAGE, 0.0) + np.where(lines.ratio[targets], _RATIO, 0.0)
