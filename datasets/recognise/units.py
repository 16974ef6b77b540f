"""Units and counted nouns (words/satuan.yaml), by where they may stand."""

from functools import cache

from cermat.datasets.recognise.vocabulary import vocabulary


def _of(*groups: str) -> frozenset[str]:
    words = vocabulary("satuan")
    return frozenset(str(word).lower() for group in groups for word in words[group])


@cache
def behind_numbers() -> frozenset[str]:
    """What may follow a number in a sentence as its unit."""
    return _of("hitung", "hitung_di_kalimat", "ukur")


@cache
def counted() -> frozenset[str]:
    """What rows and columns count or measure, and what makes a bare 19xx or 20xx before it a count."""
    return _of("hitung", "hitung_setelah_tahun", "ukur", "nisbi")


@cache
def measures() -> frozenset[str]:
    """Units of what is measured or shared, which belong to a number torn by a blank."""
    return _of("ukur", "nisbi")


@cache
def with_decimals() -> frozenset[str]:
    """Units of rows whose numbers have decimals."""
    return _of("pecahan")
