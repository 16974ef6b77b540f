"""What printed figures and predikat become after all repairs, in the words of the findings."""

import numpy as np

from cermat.reports.html_findings import BESIDE, decimals, recomputed_text, replaced
from cermat.reports.labels import labels

_LEAST = 2  # decimals of a repaired value that no finding writes out


def key(name: str) -> str:
    """A name as it is compared: small letters, single blanks."""
    return " ".join(str(name).lower().split())


class Repaired:
    """Values and texts of figures once all that is accused is put right (checks/aftermath.py).

    Copies of one figure ("231,35" in a table and in a sentence) are one `node`.
    """

    def __init__(self, findings: list[dict], result):
        self.after, self.printed = result.words.after, result.sub.angka["teks"].to_numpy(dtype=object)
        self.node = np.asarray(result.explained.causes.node)
        self.texts: dict[int, str] = {}
        self.labels: dict[tuple[str, str, str], str] = {}  # table, row, predikat as printed → what it becomes
        told = [found for found in findings if not (found["waiver"] and found["waiver"]["berlaku"])]
        for found in told:
            for affected in found["dampak"]:
                self._note(affected["places"], affected["stated"], affected["becomes"])
        for found in told:
            if found["kind"] not in BESIDE and found["recomputed"] is not None and found["places"]:
                printed = found["places"][0]["text"]
                alike = [place for place in found["places"] if place["text"] == printed]
                self._note(alike, printed, recomputed_text(found, labels("id")))

    def _note(self, places: list[dict], stated: str, becomes: str) -> None:
        for place in places:
            if "angka" in place:
                self.texts.setdefault(int(self.node[place["angka"]]), becomes)
            elif key(place["text"]) == key(stated) != key(becomes):
                self.labels.setdefault((place["table"], place["row"], key(stated)), becomes)

    def value(self, number: int) -> float | None:
        """What a printed number becomes; None where it stays."""
        return self.after.value(number) if number >= 0 else None

    def text(self, number: int) -> str:
        """The same as it is to be printed, '' where it stays."""
        value = self.value(number)
        if value is None:
            return ""
        printed = str(self.printed[number])
        places = max(decimals(printed), _LEAST)
        told = self.texts.get(int(self.node[number])) or labels("id").number(value, places)
        return replaced(printed, told)

    def label(self, table: str, row: str, printed: str, number: int) -> str:
        """What the predikat that is printed for a number becomes, '' where it stays."""
        value = self.value(number)
        if value is None:
            return self.labels.get((table, row, key(printed)), "")
        becomes = self.after.label(number, value)
        return becomes if key(becomes) != key(printed) else ""
