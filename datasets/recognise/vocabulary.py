"""The vocabulary files of recognition, read once."""

from functools import cache
from pathlib import Path

import yaml

_PLACE = Path(__file__).parent / "words"


@cache
def vocabulary(name: str) -> dict:
    """The words of datasets/recognise/words/<nama>.yaml. Treat the result as read-only: it is shared."""
    return yaml.load((_PLACE / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def alternation(words) -> str:
    """Words to one alternation, the longest first, any run of blanks for a blank.

    words: a list, or one text of words parted by semicolons; they may hold regular expressions.
    """
    words = [part.strip() for part in words.split(";") if part.strip()] if isinstance(words, str) else words
    return "|".join(sorted((str(word).replace(" ", r"\s+") for word in words), key=len, reverse=True))
