"""Text tables whose columns have drifted, straightened."""

from datasets.dokumen import Mentah


def luruskan(m: Mentah, batas: list[int]) -> None:
    """Bring drifted rows of a text table back to their columns."""
