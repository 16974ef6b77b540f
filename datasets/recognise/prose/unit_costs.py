"""Claim family: so many at so much each make an amount ("40 berkas dengan biaya per berkas Rp15.000,
seluruhnya Rp600.000").

The price says of what it is ("per berkas", "setiap berkas", "1 berkas sebesar"), the count counts just that.
A sentence with a second count (persons and days), a share, or a price that is a mean or a bound is left
alone.
"""

from datasets.recognise.prose.grammar import Sentence, Token
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.relations.written import add_arithmetic
from datasets.recognise.vocabulary import vocabulary

_OPEN = frozenset(
    {"PERSEN", "KIRA_N", "RATA", "OP_BAGI", "OP_TAMBAH", "OP_KURANG", "NAIK", "TURUN", "SISA", "SELISIH"}
)
_SPENT = frozenset({"REALISASI", "SEMUA", "SEHINGGA"})
FAR = 2.0  # an amount farther from the product than so many times is another amount


def read_unit_costs(s: Setting, h: Found) -> None:
    """perhitungan rows (kali) of one block."""
    for k in s.sentences:
        money = [i for i, t in enumerate(k.tokens) if "RP" in t and t.id >= 0]
        words = vocabulary("prosa")["harga_satuan"]
        if len(money) != 2 or any(t.kelas & _OPEN or t.lowered in words["terbuka"] for t in k.tokens):
            continue
        prices = [(i, unit) for i in money if (unit := _unit_of_price(k, i, words["per"])) is not None]
        if len(prices) != 1:
            continue
        (price, unit), amount = prices[0], next(i for i in money if i != prices[0][0])
        counts = [i for i, t in enumerate(k.tokens) if "HITUNG" in t and t.nilai > 1]
        if len(counts) == 1 and _counts(k, counts[0], unit):
            _write(s, h, k, counts[0], price, amount, words["jumlah"])


def _unit_of_price(k: Sentence, i: int, per: list[str]) -> str | None:
    """What a price is the price of; "" where each of those counted has it ("masing-masing"), None where it is
    no price."""
    if i + 2 < len(k.tokens) and k.tokens[i + 1].lowered in per:
        return k.tokens[i + 2].lowered
    j = i - 1
    while j >= 0 and k.tokens[j].kelas & {"SE", "BATAS"}:
        j -= 1
    if j < 0:
        return None
    t = k.tokens[j]
    if "BERTURUT" in t:
        return ""
    if "HITUNG" in t and t.nilai == 1:
        return t.satuan or None
    if j and (k.tokens[j - 1].lowered in per or k.tokens[j - 1].lowered == "satu"):
        return t.lowered
    return None


def _counts(k: Sentence, i: int, unit: str) -> bool:
    t = k.tokens[i]
    behind = k.tokens[i + 1].lowered if i + 1 < len(k.tokens) else ""
    return unit in ("", t.satuan.lower(), behind)


def _write(s: Setting, h: Found, k: Sentence, count: int, price: int, amount: int, total: list[str]) -> None:
    """An amount that was spent, or is called the whole, is the product; another one (a budget) only where it
    is just that."""
    n, each, whole = (k.tokens[i] for i in (count, price, amount))
    spent = any(t.kelas & _SPENT or t.lowered in total for t in _lead(k, amount))
    product = n.nilai * each.nilai
    near = product and 1 / FAR < whole.nilai / product < FAR
    if product != whole.nilai and not (spent and near):
        return
    start = max(
        (i + 1 for i in range(max(0, count - 8), count) if k.tokens[i].kelas & {"N", "KOMA", "DAN"}),
        default=max(0, count - 8),
    )
    name = short_name(k.printed(start, count + 1), 120)
    # another sentence may count as many at another price: that is no other value of this one
    measure = f"biaya @ {h.angka_texts.get(each.id, each.lowered)}"
    add_arithmetic(s, h, k, "kali", n, each, whole, amount, subjek=name, ukuran=measure)


def _lead(k: Sentence, i: int) -> list[Token]:
    """The words right before a figure, up to the figure or the comma before it."""
    result: list[Token] = []
    for t in reversed(k.tokens[max(0, i - 3) : i]):
        if t.kelas & {"N", "KOMA", "TITIKKOMA"}:
            break
        result.append(t)
    return result if not any(t.lowered == "dari" for t in result) else []
