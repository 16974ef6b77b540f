"""Claim family: a figure about one row of a table ("sisa tahun 2019 sebanyak 165 perkara", "IPM tahun 2022
sebesar 68,41").

A figure that agrees with its cell is taken up on little evidence. One that does not is held against the table
only where name, column and year leave one cell, nothing else is said, and the two lie so near that a slip is
likelier than another thing.
"""

from datasets.recognise.prose.grammar import Pattern, Sentence, Token
from datasets.recognise.prose.grammar_names import name_words
from datasets.recognise.prose.grid_rows import Cell, RowMap, stem
from datasets.recognise.prose.setting import Found, Setting, announces, short_name
from datasets.recognise.prose.values import acuan
from datasets.recognise.vocabulary import vocabulary

_ENDS = frozenset(
    {
        "N",
        "KIRA_N",
        "X",
        "TITIKKOMA",
        "OP_TAMBAH",
        "OP_KURANG",
        "OP_BAGI",
        "OP_KALI",
        "OP_BANDING",
        "TERDIRI",
        "SEHINGGA",
        "NAIK",
        "TURUN",
        "MELEBIHI",
        "KURANG_DARI",
        "GARIS_MIRING",
        "SILANG",
        "TAMBAH",
        "BUKA",
        "TUTUP",
        "NYATA",
    }
)
_FOREIGN = frozenset(
    {
        "WILAYAH",
        "MODAL",
        "ANDAI",
        "SEMENTARA",
        "ANTARA_LAIN",
        "RATA",
        "TIDAK",
        "SELISIH",
        "TARGET_AKHIR",
        "KEPADA",
    }
)
_BARE = Pattern(r"(?P<i>I) (PENGISI|Y|BUKA|TUTUP|W){0,6} SE (PENGISI|KIRA){0,2} (?P<n>N)")
_BECOME = Pattern(
    r"(?P<i>I) ![TITIK|TITIKKOMA|I|KIRA_N|TARGET|WILAYAH|MODAL|TIDAK|ANDAI]{0,16} MENJADI (PENGISI){0,2} "
    r"(?P<n>N)"
)
# "dibandingkan tahun 2021 yang sebesar n", "dari tahun lalu yang hanya n", "pada tahun 2021 tercatat n"
_EARLIER = Pattern(
    r"(OP_BANDING|DARI|TERHADAP|PENGISI) (PENGISI|REALISASI|CAPAIAN){0,3} (?P<y>Y|LALU) "
    r"(PENGISI|BATAS|SE|REALISASI|CAPAIAN|BUKA){0,4} (?P<n>N)"
)
_NEAR = (0.8, 1.25)  # a slip of the pen stays near the right figure


def read_row_claims(s: Setting, h: Found, rows: RowMap) -> None:
    """klaim rows (jenis nilai) of one block about rows of tables that nothing else has spoken of."""
    said = [
        r
        for t in ("klaim", "indikator", "perhitungan", "rincian")
        for r in h.rows.get(t, ())
        if r["tabel"] == s.table and r.get("jenis", "nilai") == "nilai"
    ]
    taken = {
        int(r.get(f"_{c}", -1)) for r in said for c in ("nilai", "target", "realisasi", "capaian", "hasil")
    }
    for k in s.sentences:
        for i, n in enumerate(k.tokens):
            if "N" in n and "SUKU" not in n and n.id not in taken and h.free(n) and not _denied(k, i):
                if _of_row(s, h, k, i, rows):
                    taken.add(n.id)
        for m in _EARLIER.all(k):
            n = k.tokens[m.start("n")]
            if (
                n.id not in taken
                and h.free(n)
                and "SUKU" not in n
                and not _denied(k, m.start("n"))
                and _earlier(s, h, k, m)
            ):
                taken.add(n.id)
        for p in (_BARE, _BECOME):
            for m in p.all(k):
                n = k.tokens[m.start("n")]
                if n.id in taken or not h.free(n) or "SUKU" in n or _denied(k, m.start("n")):
                    continue
                if _of_indikator(s, h, k, m, p is _BECOME):
                    taken.add(n.id)


def _denied(k: Sentence, i: int) -> bool:
    """Words of wish, part of the year, another region or a mean in the sentence before the figure."""
    return any(t.kelas & _FOREIGN for t in k.tokens[:i]) or any("POIN" in t for t in k.tokens[i + 1 : i + 2])


def _agrees(n: Token, value: float, digits: int) -> bool:
    """Does the value, rounded as the figure is printed, give the figure (cut counts too)?"""
    return (
        abs(value - n.nilai) <= 10.0**-digits * 1.0000001
        if digits > -3
        else abs(value - n.nilai) <= 10.0**-digits / 2 * 1.01
    )


def _digits(s: Setting, n: Token) -> int:
    return int(s.grids.angka_digits.get(n.id, 0))


def _class(n: Token) -> str:
    return "%" if "PERSEN" in n else "Rp" if "RP" in n else ""


def _clause(k: Sentence, i: int) -> list[Token]:
    """The tokens that lead up to the figure at i, from the last figure, operation or bracket on; a comma ends
    it too where it is no "Pada tahun 2020, …"."""
    a = i
    while a and not k.tokens[a - 1].kelas & _ENDS:
        if "KOMA" in k.tokens[a - 1] and not all(
            t.kelas & {"Y", "PENGISI", "TGL", "W"} and "I" not in t for t in k.tokens[: a - 1]
        ):
            break
        a -= 1
    return k.tokens[a:i]


def _grids(s: Setting, rows: RowMap) -> list[int]:
    """Grids of the same chapter that the block may speak of: the announced one, then those before it, the
    nearest first."""
    here = int(s.blok.blok)
    before = [g for g in s.grids.grids if g < here][::-1][:3]
    ahead = [g for g in s.grids.grids if here < g <= here + 3][:1] if announces(s.sentences) else []
    bab = s.grids.bagian.get(here, "").split(" > ")[0]
    return [
        g for g in [*ahead, *before] if g in rows.cells and s.grids.bagian.get(g, "").split(" > ")[0] == bab
    ]


def _of_row(s: Setting, h: Found, k: Sentence, i: int, rows: RowMap) -> bool:
    n, clause = k.tokens[i], _clause(k, i)
    words = [
        w
        for t in clause
        if not t.kelas & {"I", "Y", "TGL", "SE", "KOMA"}
        for w in t.lowered.replace("-", " ").split()
    ]
    filler = set(vocabulary("kolom_baris")["pengisi"])
    content = {stem(w) for w in words if w.isalpha() and w not in filler}
    years = {y for t in clause if "Y" in t for y in t.tahun} or {
        y for t in k.tokens[:2] if "Y" in t for y in t.tahun
    }
    named = [t for t in clause if "I" in t]
    for grid in _grids(s, rows):
        cells = [
            c
            for c in rows.cells[grid]
            if c.satuan in (_class(n), "") and (c.satuan == "%") == ("PERSEN" in n)
        ]
        if named:
            own = [c for c in cells if not c.total and any(c.name == name_words(t.name) for t in named)]
            strict = len(named) == 1 and len({c.name for c in own}) == 1
        else:
            own = [c for c in cells if c.total]
            strict = not _other_row(k, cells)
        if not own:
            continue
        if len({(c.name, c.column, c.tahun) for c in own}) < len(own):
            return False  # the name or the column does not tell its cells apart
        said = [c for c in own if c.column <= content and (not years or c.tahun in years)]
        most = max((len(c.column) for c in said), default=0)
        chosen = [c for c in said if len(c.column) == most]
        table = rows.words.get(grid, frozenset())
        digits = _digits(s, n)
        match = [c for c in chosen if _agrees(n, c.value, digits)]
        if match and (most or named or content & table):
            return _klaim(s, h, k, i, clause, match[0])
        rest = content - chosen[0].column - _unit(n) if chosen else content
        whole = any("SEMUA" in t for t in clause) and bool(content & table)
        table_words = not named and len(content & table) > 1 and not content - table - _unit(n)
        rest = set() if table_words else rest
        clear = (
            strict
            and len(chosen) == 1
            and (years or len({c.tahun for c in own if c.column == chosen[0].column}) == 1)
        )
        enough = (
            bool(named and (most or not rest))
            or bool(most and years)
            or (whole and not most)
            or (table_words and bool(years))
        )
        alone = not (rest - {"seluruh", "semua"}) or whole
        c = chosen[0] if chosen else None
        if clear and enough and alone and c.value and _NEAR[0] <= n.nilai / c.value <= _NEAR[1]:
            return _klaim(s, h, k, i, clause, c)
        return False
    return False


def _unit(n: Token) -> set[str]:
    return {stem(w) for w in n.satuan.split() if w.isalpha()}


def _other_row(k: Sentence, cells: list[Cell]) -> bool:
    """Does the sentence name a single row of the table? Then a column word need not mean the total."""
    text = " ".join(w for t in k.tokens for w in t.lowered.split())
    return any(" ".join(c.name) in text for c in cells if not c.total and c.name) or any(
        "I" in t for t in k.tokens
    )


def _klaim(s: Setting, h: Found, k: Sentence, i: int, clause: list[Token], c: Cell) -> bool:
    h.add(
        "klaim",
        s,
        jenis="nilai",
        subjek=c.uraian,
        ukuran=c.ukuran,
        tahun=c.tahun,
        nilai=k.tokens[i],
        satuan=k.tokens[i].satuan if k.tokens[i].satuan not in ("%", "Rp") else "",
        acuan=f"tabel-{c.grid}",
        teks=short_name(k.printed(i - len(clause), i + 1)),
    )
    return True


def _of_indikator(s: Setting, h: Found, k: Sentence, m, become: bool) -> bool:
    """A bare figure of a known indicator is its realisasi, where its tables print one for that year."""
    i, n = k.tokens[m.start("i")], k.tokens[m.start("n")]
    if i.jenis != "indikator" or any("I" in t for t in k.tokens[m.start("i") + 1 : m.start("n")]):
        return False
    before = k.tokens[max(0, m.start("i") - 3) : m.start("i")]
    if any(t.kelas & {"TARGET", "CAPAIAN", "PAGU", "SERAPAN", "RANCU", "SISA", "DIPEROLEH"} for t in before):
        return False
    stated = [t.tahun[0] for t in k.tokens[m.start("i") : m.start("n")] if "Y" in t and t.jenis == "satu"]
    opening = [t.tahun[0] for t in k.tokens[: m.start("i")] if "Y" in t and t.jenis == "satu"]
    behind = [t.tahun[0] for t in k.tokens[m.end() : m.end() + 2] if "Y" in t and t.jenis == "satu"]
    said = behind if become else stated or opening or behind
    tahun = said[-1] if said else s.tahun
    words = name_words(i.name)
    own = [x for x in s.grids.content if x[1] == words and not x[6]]
    wanted = [x[5] for x in own if x[3] == "realisasi" and x[4] == tahun]
    if not wanted or len(set(wanted)) > 1:
        return False
    digits = _digits(s, n)
    if not _agrees(n, wanted[0], digits):
        other = [
            x[5]
            for x in own
            if not (x[3] == "realisasi" and x[4] == tahun) and (not said or x[4] in (tahun, -1))
        ]
        if (
            any(_agrees(n, v, digits) for v in other)
            or not wanted[0]
            or not _NEAR[0] <= n.nilai / wanted[0] <= _NEAR[1]
        ):
            return False
        extra = [
            t
            for t in k.tokens[m.start("i") + 1 : m.start("n")]
            if "W" in t and t.lowered.isalpha() and not become
        ]
        if extra:
            return False
    h.add(
        "klaim",
        s,
        jenis="nilai",
        subjek=i.name,
        ukuran="realisasi",
        tahun=tahun,
        nilai=n,
        satuan=n.satuan if n.satuan not in ("%", "Rp") else "",
        acuan=acuan(s, k, i.name, tahun),
        teks=short_name(k.printed(m.start(), m.end())),
    )
    return True


def _earlier(s: Setting, h: Found, k: Sentence, m) -> bool:
    """The figure of an earlier year, where the tables print that year of the indicator spoken of."""
    y, n = k.tokens[m.start("y")], k.tokens[m.start("n")]
    tahun = (
        y.tahun[0] if "Y" in y and y.jenis == "satu" else s.tahun - 1 if "LALU" in y and s.tahun > 0 else -1
    )
    if not 0 < tahun < s.tahun or any(
        t.kelas & {"TARGET", "PAGU", "SERAPAN", "SISA", "SELISIH"} for t in k.tokens[: m.start("n")]
    ):
        return False
    named = [t for t in k.tokens if "I" in t]
    before = s.sentences[s.place_of(k) - 1].tokens if not named and s.place_of(k) else []
    named = named or [t for t in before if "I" in t]
    if len({t.name for t in named}) != 1 or named[0].jenis != "indikator":
        return False
    role = "capaian" if any("CAPAIAN" in t for t in k.tokens[: m.start("n")]) else "realisasi"
    wanted = s.grids.printed(named[0].name, role, tahun)
    if wanted is None:
        return False
    digits = _digits(s, n)
    if not _agrees(n, wanted.nilai, digits):
        words = name_words(named[0].name)
        other = [v for (name, _, _), values in s.grids.figures.items() if name == words for v in values]
        if (
            any(_agrees(n, v, digits) for v in other)
            or not wanted.nilai
            or not _NEAR[0] <= n.nilai / wanted.nilai <= _NEAR[1]
        ):
            return False
        if any("W" in t and t.lowered.isalpha() for t in k.tokens[m.start() : m.end()]):
            return False
    h.add(
        "klaim",
        s,
        jenis="nilai",
        subjek=named[0].name,
        ukuran=role,
        tahun=tahun,
        nilai=n,
        satuan=n.satuan if n.satuan not in ("%", "Rp") else "",
        acuan=acuan(s, k, named[0].name, tahun),
        teks=short_name(k.printed(m.start(), m.end())),
    )
    return True
