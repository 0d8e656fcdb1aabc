"""The two protocols of every figure, and the thresholds both share."""

from enum import StrEnum

import numpy as np


class EvaluationProtocol(StrEnum):
    """`reference` follows the published code with all its quirks, `strict` the paper's definition."""

    REFERENCE = "reference"
    STRICT = "strict"


# Built as the published code builds them: the last digit of 0.15000000000000002 matters at the rim.
ALPHAS = np.arange(0.05, 0.99, 0.05)
IOU_THRESHOLDS = np.arange(0.5, 0.96, 0.05)
EPS = float(np.finfo(np.float64).eps)
