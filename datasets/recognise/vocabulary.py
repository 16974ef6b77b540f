"""The vocabulary files of recognition, read once."""

from functools import cache
from pathlib import Path

import yaml

_TEMPAT = Path(__file__).parent / "words"


@cache
def kosakata(nama: str) -> dict:
    """The words of datasets/recognise/words/<nama>.yaml. Treat the result as read-only: it is shared."""
    return yaml.load((_TEMPAT / f"{nama}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def pilihan(kata) -> str:
    """Words to one alternation, the longest first, any run of blanks for a blank.

    kata: a list, or one text of words parted by semicolons; they may hold regular expressions.
    """
    kata = [k.strip() for k in kata.split(";") if k.strip()] if isinstance(kata, str) else kata
    return "|".join(sorted((str(k).replace(" ", r"\s+") for k in kata), key=len, reverse=True))
