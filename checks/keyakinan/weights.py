"""The weights of the evidence: data, in weights.yaml."""

from functools import cache
from importlib.resources import files

import yaml


@cache
def weights() -> dict:
    """checks/keyakinan/weights.yaml: ambang (the threshold), dasar (by shape), tanda (by name: bobot,
    arah, kata)."""
    text = files("cermat.checks.keyakinan").joinpath("weights.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def threshold() -> float:
    """Below this no finding."""
    return weights()["ambang"]
