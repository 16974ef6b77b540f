"""Labels of predikat (words/label.yaml), by where they may stand."""

from functools import cache

from cermat.datasets.recognise.vocabulary import vocabulary


def _of(*groups: str) -> frozenset[str]:
    words = vocabulary("label")
    return frozenset(str(label) for group in groups for label in words[group])


@cache
def scale_labels() -> frozenset[str]:
    """What the bands of a scale are called."""
    return _of("kuat", "lemah", "huruf", "lain", "keadaan")


@cache
def column_labels() -> frozenset[str]:
    """What stands in a column of predikat."""
    return _of("kuat", "lemah", "huruf", "lain", "singkat")
