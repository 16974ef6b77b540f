"""Claim family: aid and services given ("bantuan … kepada lanjut usia dengan target 400 orang, terealisasi
400 orang")."""

import re

from datasets.recognise.prose.grammar import Pattern, Sentence, Token, tidy
from datasets.recognise.prose.measures import sentence_tahun
from datasets.recognise.prose.setting import Found, Setting
from datasets.recognise.relations.sentences import propose
from datasets.recognise.relations.write import write_total

_PAIR = Pattern(
    r"(TARGET (SE|TDUA)? (?P<t>N)|SE (?P<t2>N)) ![KEPADA|TITIK|TITIKKOMA|REALISASI|TARGET]{0,12} KOMA? DAN? "
    r"REALISASI (SE|TDUA)? (?P<r>N)"
)
_UNPLANNED = Pattern(  # "kepada nelayan terealisasi 20 orang": in a list whose other items have a target
    r"(?P<k>KEPADA) ![N|TITIK|TITIKKOMA|REALISASI|TARGET|DENGAN|KEPADA]{1,10} KOMA? (?P<v>REALISASI) "
    r"(SE|TDUA)? (?P<r>N)"
)
_REVERSED = Pattern(
    r"(?P<k>KEPADA) ![N|TITIK|KOMA|TARGET|REALISASI]{1,12} (SE|REALISASI) SE? (?P<r>N) DARI TARGET SE? "
    r"(?P<t>N)"
)
_REST = Pattern(r"KOMA? (W|BATAS|PENGISI){0,2} (TIDAK REALISASI|SELISIH|SISA) (SE|TDUA)? (?P<n>N)")
_TOTAL = Pattern(r"(?P<i>I|W) (SE|BUKA) (?P<t>N) TUTUP? KOMA? (DIPEROLEH|TERDIRI) TDUA?")
_GIVEN = Pattern(r"(?P<k>KEPADA) ![N|TITIK|KOMA|TARGET]{1,10} (SE) (?P<r>N)")
_TO_N = Pattern(
    r"(?P<k>KEPADA) (?P<r>N) ![N|TITIK|KOMA|TARGET|REALISASI|KEPADA]{1,12} DARI TARGET SE? (?P<t>N)"
)
_TO_ALONE = Pattern(r"(?P<k>KEPADA) (?P<r>N) ![N|TITIK|KOMA|TARGET|REALISASI|KEPADA]{1,12}")
_TAIL = re.compile(
    r"\s+(?:(?:telah|sudah|dapat)\s+)?(?:disalurkan|diserahkan|diberikan|tersalurkan|dibagikan|diterimakan)$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"disalurkan|diserahkan|diberikan|tersalurkan|menyalurkan|memberikan|menyerahkan|dibagikan"
)
_WITHOUT_TO = re.compile(
    r"penanganan|pelayanan|rehabilitasi|pembinaan|pendampingan|pelatihan|pemulangan|evakuasi|perlindungan",
    re.IGNORECASE,
)
_BEGIN = re.compile(
    r"^(?:[\W\d_]|dan|serta|juga|dengan|melalui|berupa|kegiatan|telah|pemberian|pelaksanaan|penyaluran"
    r"|penyerahan|didukung|karena|adalah)+\s+",
    re.IGNORECASE,
)


def read_layanan(s: Setting, h: Found) -> None:
    """layanan rows of one block (and rincian rows of what stands in brackets behind their figures)."""
    for k in s.sentences:
        if not any("KEPADA" in t or _WITHOUT_TO.match(t.lowered) for t in k.tokens):
            continue
        average = _without_brackets(k)
        pair = _PAIR.all(average)
        if pair:
            _pairs(s, h, k, average, pair)
        elif any(_VERB.search(t.lowered) for t in k.tokens) and _TO_ALONE.one(average):
            _given_to(s, h, average)
        elif any("TARGET" in t for t in k.tokens):
            _inverted(s, h, average)
        elif not any(t.kelas & {"MODAL", "ANDAI"} for t in k.tokens):
            _handed_out(s, h, average)


def _without_brackets(k: Sentence) -> Sentence:
    """The sentence without its bracketed parts (kept: a bracket that holds only a short name)."""
    result: list[Token] = []
    i = 0
    while i < len(k.tokens):
        if "BUKA" in k.tokens[i]:
            j = next((j for j in range(i + 1, len(k.tokens)) if "TUTUP" in k.tokens[j]), None)
            if (
                j is not None
                and j - i > 2
                and not (j + 1 < len(k.tokens) and k.tokens[j + 1].kelas & {"DIPEROLEH"})
            ):
                i = j + 1
                continue
        result.append(k.tokens[i])
        i += 1
    return Sentence(k.teks, result, k.blok, k.r, k.c)


def _pairs(s: Setting, h: Found, k: Sentence, average: Sentence, pair: list[re.Match]) -> None:
    th = sentence_tahun(k)
    th = th if th > 0 else s.tahun
    total = next((m for m in _TOTAL.all(average) if m.start() < pair[0].start()), None)
    rows: list[tuple[tuple[str, str], Token | None, Token]] = []
    end = total.end() if total else 0
    planned = any(
        m.group("t") for m in pair
    )  # else "sebanyak n orang, terealisasi n orang" tells a target, too
    for m in _with_unplanned(average, pair) if planned else pair:
        told = m.groupdict()
        hit = _uraian(average, end, m.start("v") if "v" in told else m.start())
        end = m.end()
        if hit is None:
            continue
        r = average.tokens[m.start("r")]
        if "v" in told:
            rows += [(hit, None, r)] if r.satuan and "HITUNG" in r and h.free(r) else []
            continue
        t = average.tokens[m.start("t") if told["t"] else m.start("t2")]
        gaps = [x for x in average.tokens[m.start() + 1 : m.end() - 1] if "N" in x and x is not t]
        if (
            (gaps and not (t.satuan and t.satuan == r.satuan))
            or (t.satuan and r.satuan and t.satuan != r.satuan)
            or t.kelas & {"PERSEN", "RP"}
            or not (h.free(t) and h.free(r))
        ):
            continue
        if planned and not told["t"]:  # a figure that is not called its target, where the others' are
            rows.append((hit, None, r))
            h.use(t)
            continue
        rows.append((hit, t, r))
        x = _REST.at(average, m.end())
        if x and average.tokens[x.start("n")].satuan in ("", r.satuan):
            n = average.tokens[x.start("n")]
            h.add(
                "perhitungan",
                s,
                subjek=f"{hit[0]} kepada {hit[1]}",
                ukuran="selisih",
                tahun=th,
                operasi="kurang",
                a=t,
                a_arti="target",
                b=r,
                b_arti="realisasi",
                hasil=n,
            )
            h.use(n)
    parents = _parent(s, h, average, total, th, len(rows))
    for n, ((uraian, penerima), t, r) in enumerate(rows, 1):
        code = f"{s.table}-{n:02d}" if parents else ""
        h.add(
            "layanan",
            s,
            uraian=uraian,
            penerima=penerima,
            satuan=r.satuan or (t.satuan if t else ""),
            tahun=th,
            kode=code,
            induk=parents,
            realisasi=r,
            **({"target": t} if t else {}),
        )
        h.use(t, r)
        for n_token, ukuran in ((t, "target"), (r, "realisasi")):
            if n_token is not None:
                _bracketed(s, h, k, n_token, subjek=f"{uraian} {penerima}", ukuran=ukuran, tahun=th)


def _bracketed(s: Setting, h: Found, k: Sentence, total: Token, **known) -> None:
    """Parts in brackets right behind their total: "30 orang (kursi roda 20 orang, tongkat 10 orang)"."""
    i = next((i for i, t in enumerate(k.tokens) if t is total), len(k.tokens))
    end = next((j for j in range(i + 1, len(k.tokens)) if "TUTUP" in k.tokens[j]), None)
    if end is None or "BUKA" not in k.tokens[i + 1]:
        return
    piece = Sentence(k.teks, k.tokens[i : end + 1], k.blok)
    for reading in propose(piece, h.angka_texts):
        units = {f.token.satuan for found in reading.roles.values() for f in found}
        if reading.card.writes["table"] == "rincian" and reading.result.id == total.id and len(units) == 1:
            write_total(s, h, piece, reading, **known)
            h.use(*(f.token for found in reading.roles.values() for f in found))
            return


def _with_unplanned(k: Sentence, pair: list[re.Match]) -> list[re.Match]:
    """The items of a list with those between them that tell what was given and no target."""
    alone = [m for m in _UNPLANNED.all(k) if not any(p.start("r") == m.start("r") for p in pair)]
    return sorted([*pair, *alone], key=lambda m: m.start("r"))


def _parent(s: Setting, h: Found, k: Sentence, total: re.Match | None, tahun: int, many: int) -> str:
    """The row of the total that the services are said to make up; its kode, or ''."""
    if total is None or many < 2:
        return ""
    t = k.tokens[total.start("t")]
    name = k.tokens[total.start("i")].name or k.printed(0, total.start("i") + 1)
    name = re.sub(r"^(?:perhitungan\s+)?jumlah\s+", "", tidy(name), flags=re.IGNORECASE)
    if not name:
        return ""
    code = f"{s.table}-total"
    h.add(
        "layanan",
        s,
        uraian=name,
        penerima=re.split(r"\s+yang\s+", name)[0],
        satuan=t.satuan,
        tahun=tahun,
        kode=code,
        subjek=name,
        realisasi=t,
    )
    h.use(t)
    return code


def _uraian(k: Sentence, a: int, b: int) -> tuple[str, str] | None:
    """What was given and to whom, from the words between two items; None where the words don't say both."""
    recipients = next((j for j in range(b - 1, a - 1, -1) if "KEPADA" in k.tokens[j]), None)
    tip = b
    while tip > a and k.tokens[tip - 1].kelas & {"DENGAN", "PENGISI", "KOMA", "TDUA"}:
        tip -= 1
    bounds = recipients if recipients is not None else tip
    start = a
    for j in range(bounds - 1, a - 1, -1):
        if k.tokens[j].kelas & {"TDUA", "TARGET", "TITIKKOMA", "DENGAN", "TITIK", "N"} or k.tokens[
            j
        ].lowered in ("karena", "didukung dengan"):
            start = j + 1
            break
    while tip > start and k.tokens[tip - 1].kelas & {"DENGAN", "PENGISI", "KOMA", "TDUA"}:
        tip -= 1
    if recipients is not None:
        uraian, penerima = _BEGIN.sub("", k.printed(start, recipients)), k.printed(recipients + 1, tip)
    else:
        uraian = _BEGIN.sub("", k.printed(start, tip))
        m = _WITHOUT_TO.match(uraian)
        penerima = uraian[m.end() :].strip() if m else ""
    uraian = _TAIL.sub("", tidy(uraian))
    if not uraian or not penerima or len(uraian.split()) > 30 or len(penerima.split()) > 20:
        return None
    return uraian, tidy(penerima)


def _inverted(s: Setting, h: Found, k: Sentence) -> None:
    """ "bantuan … bagi … sebanyak 15 orang dari target 20 orang"."""
    end = 0
    for m in _REVERSED.all(k):
        r, t = k.tokens[m.start("r")], k.tokens[m.start("t")]
        hit = _uraian(k, end, m.start("r") - 1)
        end = m.end()
        if hit is None or not r.satuan or t.satuan not in ("", r.satuan) or not (h.free(r) and h.free(t)):
            continue
        th = sentence_tahun(k)
        h.add(
            "layanan",
            s,
            uraian=hit[0],
            penerima=hit[1],
            satuan=r.satuan,
            tahun=th if th > 0 else s.tahun,
            target=t,
            realisasi=r,
        )
        h.use(r, t)


def _given_to(s: Setting, h: Found, k: Sentence) -> None:
    """ "bantuan … diberikan kepada 15 orang lansia dari target 20 orang"."""
    end = 0
    for m in _TO_N.all(k) or _TO_ALONE.all(k):
        r = k.tokens[m.start("r")]
        t = k.tokens[m.start("t")] if "t" in m.groupdict() else None
        b = (
            m.end()
            if t is None
            else next(j for j in range(m.start("t"), m.start("r"), -1) if "TARGET" in k.tokens[j]) - 1
        )
        uraian = _TAIL.sub("", tidy(_BEGIN.sub("", k.printed(end, m.start("k")))))
        penerima = tidy(k.printed(m.start("r") + 1, b))
        cancelled = any(x.kelas & {"MODAL", "ANDAI", "TIDAK"} for x in k.tokens[end : m.start("k")])
        end = m.end()
        if cancelled or not uraian or not penerima or "HITUNG" not in r or not r.satuan or not h.free(r):
            continue
        if t is not None and (t.satuan not in ("", r.satuan) or not h.free(t)):
            continue
        th = sentence_tahun(k)
        content = {} if t is None else {"target": t}
        h.add(
            "layanan",
            s,
            uraian=uraian,
            penerima=penerima,
            satuan=r.satuan,
            tahun=th if th > 0 else s.tahun,
            realisasi=r,
            **content,
        )
        h.use(r, t)


def _handed_out(s: Setting, h: Found, k: Sentence) -> None:
    """Only what was given: "telah disalurkan bantuan beras kepada lansia sebanyak 40 orang"."""
    if not any(_VERB.search(t.lowered) for t in k.tokens) or any("TIDAK" in t for t in k.tokens):
        return
    end = 0
    for m in _GIVEN.all(k):
        r = k.tokens[m.start("r")]
        hit = _uraian(k, end, m.start("r") - 1)
        end = m.end()
        if hit is None or "HITUNG" not in r or not r.satuan or not h.free(r):
            continue
        th = sentence_tahun(k)
        uraian = re.sub(
            r"^.*?(?:disalurkan|diserahkan|diberikan|tersalurkan|menyalurkan|memberikan|menyerahkan"
            r"|dibagikan)\s+",
            "",
            hit[0],
        )
        h.add(
            "layanan",
            s,
            uraian=uraian,
            penerima=hit[1],
            satuan=r.satuan,
            tahun=th if th > 0 else s.tahun,
            realisasi=r,
        )
        h.use(r)
