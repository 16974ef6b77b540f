"""How far a realisasi lies above or below its target ("melampaui target sebesar 2,55 persen poin"): a
difference, never the target.

`read_excess` runs before the readers of measures and takes such figures out of their sight; where target and
realisasi are known, they become `perhitungan` rows.
"""

from dataclasses import replace

from datasets.recognise.prose.grammar import Pattern, Sentence, Token
from datasets.recognise.prose.measures import sentence_tahun
from datasets.recognise.prose.pairs import Figure, figure_of, figures, percent_half, same_kind, step
from datasets.recognise.prose.setting import Found, Setting
from datasets.recognise.relations.written import add_arithmetic

_VERDICT = "(TERCAPAI|TAK_TERCAPAI|POSISI_TARGET|(MELEBIHI|KURANG_DARI) TARGET)"
_BY = Pattern(rf"{_VERDICT} ![N|TITIK|TITIKKOMA|KOMA|Y]{{0,2}} SE (?P<d>N) (?P<poin>POIN)?")
_AWAY = Pattern(
    rf"(?P<r>N) (KOMA|ATAU|PENGISI|SEHINGGA|TERCAPAI|W){{0,4}} (?P<d>N) (?P<poin>POIN)? {_VERDICT} SE? "
    rf"(?P<t>N)"
)
_BESIDE = Pattern(rf"(?P<d>N) (?P<poin>POIN) {_VERDICT}")
_SHORT = Pattern(
    r"(?P<r>N) DARI TARGET SE? (?P<t>N) (KOMA|ATAU|DAN|SEHINGGA){1,2} "
    r"(TIDAK|W|MELEBIHI|KURANG_DARI|SELISIH|KIRA){1,2} SE? (?P<d>N|KIRA_N) POIN"
)
_FAR = 0.5  # what is said to be less than half of the known target is no wording of that target


def read_excess(s: Setting, h: Found) -> None:
    """Mark figures that are a distance to the target; perhitungan rows (kurang, ubah_persen) where both ends
    are known."""
    for n, k in enumerate(s.sentences):
        if not any(t.kelas & {"TERCAPAI", "TAK_TERCAPAI", "POSISI_TARGET", "TARGET"} for t in k.tokens):
            continue
        at = {f.position: f for f in figures(k, h.angka_texts)}
        for m in _AWAY.all(k):
            r, d, t = (at.get(m.start(x)) for x in "rdt")
            if r and d and t and same_kind(r, t) and _holds(r, t, d, bool(m.group("poin"))):
                _add(s, h, k, r, t, d, bool(m.group("poin")), "")
        for m in _SHORT.all(k):
            r, t = at.get(m.start("r")), at.get(m.start("t"))
            d = replace(figure_of(k.tokens[m.start("d")], h.angka_texts), position=m.start("d"), kind="")
            if r and t and same_kind(r, t) and _holds(r, t, d, True):
                _add(s, h, k, r, t, d, True, "")
        for m in _BY.all(k):
            _by(s, h, n, k, at.get(m.start("d")), m.start(), bool(m.group("poin")))
        for m in _BESIDE.all(k):
            _by(s, h, n, k, at.get(m.start("d")), m.start(), True)


def _by(s: Setting, h: Found, n: int, k: Sentence, d: Figure | None, at: int, points: bool) -> None:
    """One "melampaui target sebesar d": the target itself, or how far it was passed?"""
    if d is None or "SUKU" in d.token:
        return
    subject = _subject(s, n, k, at)
    target = realisasi = None
    if subject is not None:
        tahun = sentence_tahun(k)
        tahun = tahun if tahun > 0 else s.tahun
        target, realisasi = (_printed(s, h, subject.name, x, tahun) for x in ("target", "realisasi"))
    if not points and target is not None:
        if abs(target.value - d.value) <= step(target) + step(d):
            return
        holds = realisasi is not None and _holds(realisasi, target, d, False)
        if not holds and d.value >= _FAR * target.value:
            return
    elif not points:
        return
    _mark(k, d)
    if target is not None and realisasi is not None and (points or _holds(realisasi, target, d, False)):
        _add(s, h, k, realisasi, target, d, points, subject.name)


def _subject(s: Setting, n: int, k: Sentence, at: int) -> Token | None:
    """The indicator named in the sentence before the verdict, else in the sentences before, else in the
    heading."""
    here = [t for t in k.tokens[:at] if "I" in t]
    if here:
        return here[-1] if here[-1].jenis == "indikator" else None
    earlier = next((t for x in reversed(s.sentences[:n]) for t in reversed(x.tokens) if "I" in t), None)
    found = earlier if earlier is not None else s.title
    return found if found is not None and found.jenis in ("indikator", "judul") else None


def _printed(s: Setting, h: Found, name: str, measure: str, tahun: int) -> Figure | None:
    t = s.grids.printed(name, measure, tahun)
    return figure_of(t, h.angka_texts) if t is not None else None


def _holds(r: Figure, t: Figure, d: Figure, points: bool) -> bool:
    """Is d the distance from t to r, in their unit or (no points said) in percent of t?"""
    half = percent_half(d) if d.percent or points else step(d)
    if abs(abs(r.value - t.value) - d.value) <= (step(r) + step(t) + half) * (1 + 1e-9) + 1e-9 and (
        not d.money or r.money
    ):
        return True
    return (
        not points
        and d.percent
        and t.value > 0
        and abs(abs(r.value / t.value - 1) * 100 - d.value) <= 2 * percent_half(d)
    )


def _mark(k: Sentence, d: Figure) -> None:
    d.token.kelas = d.token.kelas | {"SUKU"}
    k.__post_init__()


def _add(s: Setting, h: Found, k: Sentence, r: Figure, t: Figure, d: Figure, points: bool, name: str) -> None:
    apart = abs(abs(r.value - t.value) - d.value)
    rate = not points and d.percent and apart > step(r) + step(t) + percent_half(d)
    other = {"ukuran": "selisih dengan target"} | ({"subjek": name} if name else {})
    if rate:
        add_arithmetic(s, h, k, "ubah_persen", r.token, t.token, d.token, d.position, **other)
    else:
        large, small = (r, t) if r.value >= t.value else (t, r)
        add_arithmetic(s, h, k, "kurang", large.token, small.token, d.token, d.position, **other)
    h.use(d.token)
