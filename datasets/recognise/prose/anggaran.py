"""Claim family: budgets and what was spent of them, as `klaim` (pagu, serapan, persen, sisa) and
`perhitungan`."""

import re
from dataclasses import replace

import pandas as pd

from datasets.recognise.prose.grammar import Pattern, Sentence, Token, tidy
from datasets.recognise.prose.grammar_names import name_words
from datasets.recognise.prose.measures import Measure, measure, sentence_tahun
from datasets.recognise.prose.owner import Owned, Owners, is_share_of_target
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.prose.values import acuan
from schemas import angka as A

_PERCENT = Pattern(
    r"(KOMA|BUKA)? DAN? "
    r"(ATAU|DENGAN|SE|SEHINGGA|CAPAIAN|SERAPAN|PENGISI|TDUA|MENJADI|BATAS|REALISASI|PAGU){0,6} (SE|TDUA)? "
    r"(?P<c>N)"
)
_CHANGED = Pattern(r"SEMULA ![N|TITIK]{0,6} (?P<a>N) ![N|TITIK]{0,30} MENJADI ![N|TITIK]{0,3} (?P<b>N)")
_LAST = 60  # rows of a block that was just read are among so many
_CHANGED_WORDS = re.compile(
    r"perjanjian kinerja (?:\(pk\) )?(?:perubahan|revisi)"
    r"|(?:anggaran|pagu|dipa|dpa)\s+(?:\w+\s+)?(?:setelah|sesudah)\s+(?:perubahan|revisi)"
    r"|(?:perubahan|pergeseran|revisi|refocusing)\s+(?:anggaran|pagu|dipa|dpa|apbd)|\bdppa\b|apbd[ "
    r"-]?p\b|apbd perubahan",
    re.IGNORECASE,
)


def _grid_pagu(from_grids: dict[str, pd.DataFrame], angka_values: dict[int, float]) -> dict[float, str]:
    """pagu → uraian in the budget grids; a value that several rows print is left out."""
    t = from_grids.get("anggaran")
    result: dict[float, str] = {}
    twice: set[float] = set()
    for r in t.to_dict("records") if t is not None else ():
        at = r.get("_pagu", -1)
        if at is not None and not pd.isna(at) and int(at) >= 0:
            v = angka_values.get(int(at))
        else:
            a = A.parse(str(r.get("pagu", "") or ""))
            v = float(A.to_float(a.mantissa, a.desimal)) if a.kelas == A.FIGURE else None
        if v is None:
            continue
        name = str(r.get("uraian", ""))
        if result.setdefault(v, name) != name:
            twice.add(v)
    return {v: n for v, n in result.items() if v not in twice}


def changed(s: Setting, h: Found, text: str) -> None:
    """A klaim that the budget (or the agreement with its budgets) was changed in the year."""
    promise = text.lower().startswith("perjanjian")
    h.add(
        "klaim",
        s,
        jenis="perubahan_anggaran",
        subjek="Perjanjian Kinerja" if promise else "anggaran",
        ukuran="" if promise else "pagu",
        tahun=s.context.tahun,
        teks=tidy(text),
    )


def change_in_header(text: str) -> str:
    """The words of a column header that say the budget was changed ("Anggaran Setelah Perubahan"), or ''."""
    m = _CHANGED_WORDS.search(re.sub(r"\s+", " ", text))
    return m[0] if m else ""


def _total_table(t: pd.DataFrame | None) -> tuple[set[str], str]:
    """The budget tables, and the one whose total is the whole of what was spent ('' where there are none or
    several)."""
    if t is None or not {"tingkat", "realisasi"} <= set(t):
        return set(), ""
    belanja = t[t["tingkat"].eq("total") & t["realisasi"].fillna("").ne("")]["tabel"].unique()
    return set(t["tabel"]), str(belanja[0]) if len(belanja) == 1 else ""


class BudgetReader:
    """Reads the budget statements of a document; knows the budget grids' rows by their pagu."""

    def __init__(self, from_grids: dict[str, pd.DataFrame], angka_values: dict[int, float]):
        t = from_grids.get("anggaran")
        total = t.loc[t["tingkat"].eq("total"), "uraian"] if t is not None and "tingkat" in t else []
        self.total = str(total.iloc[0]) if len(total) else "Total"
        self.owners = Owners(self.total, _grid_pagu(from_grids, angka_values))
        self.table, self.main = _total_table(t)

    def change(self, s: Setting, h: Found) -> None:
        """A klaim where the text says that the budget was changed."""
        m = _CHANGED_WORDS.search(s.blok.teks)
        if m:
            changed(s, h, m[0])

    def read(self, s: Setting, h: Found) -> None:
        """klaim and perhitungan rows of one block."""
        self.change(s, h)
        self.owners.learn([r for r in h.rows.get("rincian", ())[-_LAST:] if r["tabel"] == s.table])
        for k in s.sentences:
            if not any("RP" in t for t in k.tokens):
                self._absorption(s, h, k)
                continue
            for m in _CHANGED.all(k):
                a, b = k.tokens[m.start("a")], k.tokens[m.start("b")]
                if "RP" in a and "RP" in b:
                    name = self.owners.of(s, k, m.start("b")).nama or "anggaran"
                    h.add(
                        "klaim",
                        s,
                        jenis="perubahan_anggaran",
                        subjek=name,
                        ukuran="pagu",
                        tahun=s.tahun,
                        nilai=b,
                        dari=a,
                        teks=short_name(k.printed(m.start(), m.end())),
                    )
                    h.use(a, b)
            self._sentences(s, h, k)

    def _sentences(self, s: Setting, h: Found, k: Sentence) -> None:
        content = [u for u in measure(k, s) if "RP" in u.n and h.free(u.n) and not _is_initial(k, u)]
        content = _in_force(k, content)
        for u in content:  # "dengan capaian realisasinya sebesar Rp …": money is reached by spending it
            u.role = "realisasi" if u.role in ("rancu", "capaian") else u.role
        pagu: Measure | None = None
        for n, u in enumerate(content):
            if u.role == "pagu":
                pagu = u
                if n + 1 >= len(content) or content[n + 1].role not in ("realisasi", "serapan"):
                    self._alone(s, h, k, u)
            elif u.role in ("realisasi", "serapan") and pagu is not None:
                self._pairs(s, h, k, pagu, u, [x for x in content[n + 1 :] if x.role == "sisa"][:1])
                pagu = None
            elif (
                u.role in ("realisasi", "serapan")
                and n + 1 < len(content)
                and content[n + 1].role == "pagu"
                and _of(k, u, content[n + 1])
            ):
                self._pairs(s, h, k, content[n + 1], u, [x for x in content[n + 2 :] if x.role == "sisa"][:1])
                break
            elif not any(x.role == "pagu" for x in content):
                self._loose(s, h, k, u)

    def _pairs(
        self, s: Setting, h: Found, k: Sentence, pagu: Measure, spent: Measure, rest: list[Measure]
    ) -> None:
        owned = self.owners.of(s, k, pagu.position)
        name = owned.nama
        percent = None
        for position in {max(pagu.position, spent.position), spent.position}:
            m = _PERCENT.at(k, position + 1)
            if m and "PERSEN" in k.tokens[m.start("c")] and not _of_another(k, m.end("c")):
                percent = k.tokens[m.start("c")]
        if name:
            content = [
                ("pagu", pagu.n),
                ("serapan", spent.n),
                ("persen", percent),
                ("sisa", rest[0].n if rest else None),
            ]
            self._klaim(s, h, k, owned, content, min(pagu.key, spent.key))
        else:  # whose money is not said: only the arithmetic is
            name = short_name(k.printed(pagu.key, pagu.position + 1), 120)
            h.use(pagu.n, spent.n, percent, *(x.n for x in rest))
        paid, budget = (spent.n, "realisasi anggaran"), (pagu.n, "pagu anggaran")
        for ukuran, operasi, (a, a_arti), (b, b_arti), hasil in (
            ("persen", "bagi_persen", paid, budget, percent),
            ("sisa", "kurang", budget, paid, rest[0].n if rest else None),
        ):
            if hasil is not None:
                h.add(
                    "perhitungan",
                    s,
                    ukuran=ukuran,
                    operasi=operasi,
                    a=a,
                    a_arti=a_arti,
                    b=b,
                    b_arti=b_arti,
                    hasil=hasil,
                    subjek=name,
                    tahun=self._tahun(s, k),
                )

    def _alone(self, s: Setting, h: Found, k: Sentence, u: Measure) -> None:
        owned = self.owners.of(s, k, u.position)
        if owned.nama:
            self._klaim(s, h, k, owned, [("pagu", u.n)], u.key)

    def _loose(self, s: Setting, h: Found, k: Sentence, u: Measure) -> None:
        """What was spent or is left, in a sentence without the budget: of a programme it names, or of the
        whole."""
        if (
            u.role not in ("serapan", "sisa")
            or u.subjek is not None
            and u.subjek.jenis not in ("uraian", "frasa")
        ):
            return
        owned = self.owners.of(s, k, u.position)
        if owned.nama:
            self._klaim(s, h, k, owned, [(u.role, u.n)], u.key)

    def _absorption(self, s: Setting, h: Found, k: Sentence) -> None:
        """ "Penyerapan anggaran tahun 2022 mencapai 97,35%": a percentage alone."""
        for u in measure(k, s):
            told = u.role == "serapan" and "PERSEN" in u.n and h.free(u.n) and self._near(s, k, u)
            if told and not is_share_of_target(k, u.position):
                owned = self.owners.of(s, k, u.position)
                if owned.nama:
                    self._klaim(s, h, k, owned, [("persen", u.n)], u.key)

    def _klaim(
        self,
        s: Setting,
        h: Found,
        k: Sentence,
        owned: Owned,
        content: list[tuple[str, Token | None]],
        key: int,
    ) -> None:
        reference = acuan(s, k)
        if owned.nama == self.total and reference not in self.table:
            reference = self.main
        if owned.dasar == "keseluruhan" and _is_part(s, reference):
            reference = ""  # "Belanja Langsung": the agency's whole is not that table's total
        for ukuran, n in content:
            if n is not None:
                h.add(
                    "klaim",
                    s,
                    jenis="nilai",
                    subjek=owned.nama,
                    dasar=owned.dasar,
                    induk=owned.induk,
                    ukuran=ukuran,
                    tahun=self._tahun(s, k),
                    nilai=n,
                    acuan=reference,
                    satuan="Rp" if "RP" in n else "",
                    teks=short_name(k.printed(key, min(len(k.tokens), _position(k, n) + 1))),
                )
                h.use(n)

    def _near(self, s: Setting, k: Sentence, u: Measure) -> bool:
        """Do few words part key and figure, the agency's own name aside?"""
        own = set(name_words(s.context.instansi))
        return sum(t.lowered not in own for t in k.tokens[u.key + 1 : u.position]) < 5

    def _tahun(self, s: Setting, k: Sentence) -> int:
        th = sentence_tahun(k)
        return th if th > 0 else s.tahun


_PART = re.compile(r"\bbelanja\s+(?:tidak\s+langsung|langsung|pegawai|modal|barang|operasi)\b", re.I)


def _is_part(s: Setting, table: str) -> bool:
    """Does the caption of a budget table say that it holds one kind of belanja only?"""
    number = re.search(r"\d+$", table)
    return number is not None and _PART.search(s.grids.grid_titles.get(int(number[0]), "")) is not None


def _of_another(k: Sentence, i: int) -> bool:
    """ "12,50 persen dari total belanja": a percentage of something else than the budget."""
    behind = k.tokens[i : i + 5]
    return bool(behind) and "DARI" in behind[0] and not any(t.kelas & {"PAGU", "TARGET"} for t in behind)


_CHANGE = Pattern("MENJADI ![N|TITIK]{0,3} (?P<b>N)")
_AFTER = re.compile(
    r"(?:setelah|sesudah)\s+(?:\w+\s+)?(?:perubahan|revisi|pergeseran|refocusing)|(?:perubahan"
    r"|revisi)\s+menjadi",
    re.I,
)


def _in_force(k: Sentence, content: list[Measure]) -> list[Measure]:
    """ "alokasi sebesar Rp a dan setelah dilakukan perubahan menjadi sebesar Rp b": the budget is b, a was
    the one before."""
    for n, u in enumerate(content):
        m = _CHANGE.one(k, u.position) if u.role == "pagu" else None
        if m is None or not _AFTER.search(k.printed(u.position + 1, m.end())):
            continue
        b = m.start("b")
        later = next((x for x in content if x.position == b), None)
        if "RP" in k.tokens[b]:
            now = later or replace(u, n=k.tokens[b], position=b)
            now.role = "pagu"
            return [*content[:n], now, *(x for x in content[n + 1 :] if x is not now)]
    return content


def _is_initial(k: Sentence, u: Measure) -> bool:
    """Is it the budget before a change ("pagu semula", "pagu awal")?"""
    return any("SEMULA" in t for t in k.tokens[max(0, u.key - 3) : u.position])


def _of(k: Sentence, spent: Measure, pagu: Measure) -> bool:
    """Does "dari" join what was spent to its budget ("Rp a dari pagu Rp b")?"""
    return any("DARI" in t for t in k.tokens[spent.position + 1 : pagu.key + 1])


def _position(k: Sentence, n: Token) -> int:
    return next(i for i, t in enumerate(k.tokens) if t is n)
