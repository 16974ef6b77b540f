"""The documents of a made-up agency, written from its facts: `write(agency, document, folder, change)`.

An agency is a YAML file: its facts (sasaran with their indikator, program with kegiatan and sub kegiatan)
and `dokumen`, each with the file's name, what its facts have of their own (`ubah`) and its parts in order.
Texts and cells are templates over the facts: "{target[2023]} {satuan}", "{pagu:rp}".
"""

import copy
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import yaml

from cermat.datasets.compose import compose
from cermat.datasets.compose.parts import Column, Heading, Item, Line, PageBreak, Table, grid
from cermat.datasets.compose.sample import printed, sample
from cermat.datasets.compose.write_docx import write_docx
from cermat.datasets.compose.write_pdf import write_pdf
from cermat.datasets.compose.write_text import markdown, text
from cermat.datasets.compose.write_xlsx import write_xlsx

HERE = Path(__file__).parent
BUNDLED = HERE.parents[1] / "datasets"
HEADINGS = {"bab": 1, "bagian": 2, "subbagian": 3}
QUARTERS = (1, 2, 3, 4)
LEVELS = ("program", "kegiatan", "sub")


class Rupiah(int):
    """An amount. Formats: titik 1.234 · rp Rp1.234 · spasi Rp 1.234 · sen 1.234,00 · rpsen Rp1.234,00 ·
    juta 0,00 in millions · polos 1234 · koma 1,234.00; none gives 1.234."""

    def __format__(self, form: str) -> str:
        grouped = printed(int(self))
        return {
            "rp": f"Rp{grouped}",
            "spasi": f"Rp {grouped}",
            "sen": f"{grouped},00",
            "rpsen": f"Rp{grouped},00",
            "juta": printed(Fraction(int(self), 1_000_000), 2),
            "polos": str(int(self)),
            "koma": f"{int(self):,}.00",
        }.get(form, grouped)


class Years(dict):
    """Texts by year or quarter; '-' where there is none."""

    def __missing__(self, _key) -> str:
        return "-"


class Style:
    """What the writers ask of a style: how tables look, and what stands at the foot of a page."""

    def __init__(self, layout: dict, foot: str) -> None:
        usual = {
            "judul_gaya": True,
            "arsir": False,
            "kepala_isi": "titik",
            "lembar": "bab",
            "angka_excel": True,
        }
        self.layout = usual | layout
        self.words = {"kaki": foot}

    @staticmethod
    def fill(template: str) -> str:
        """The foot as it is."""
        return template


@cache
def _loaded(agency: str) -> dict:
    return yaml.load((HERE / f"{agency}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def documents(agency: str) -> dict[str, dict]:
    """The agency's documents by key (pk, renstra, …; lkjip is the report itself)."""
    return _loaded(agency)["dokumen"]


def _find(facts: dict, wanted: str) -> dict:
    """The sasaran or indikator with this id, the budget row with this code, or the facts themselves ('')."""
    if not wanted:
        return facts
    for sasaran in facts.get("sasaran", []):
        for entry in (sasaran, *sasaran["indikator"]):
            if entry.get("id") == wanted:
                return entry
    for row in _budget(facts):
        if row["kode"] == wanted:
            return row
    raise KeyError(wanted)


def _budget(facts: dict) -> list[dict]:
    """The budget's rows as they stand in the facts, each with its level."""
    found = []
    for program in facts.get("program", []):
        found.append(program | {"asal": program})
        for kegiatan in program["kegiatan"]:
            found.append(kegiatan | {"asal": kegiatan})
            found += [sub | {"asal": sub} for sub in kegiatan["sub"]]
    return found


def changed(facts: dict, change: dict) -> dict:
    """The facts with `ubah` (di: whose, isi: dotted key → value), `hapus` (ids) and `tambah` (ke: sasaran,
    indikator) put in."""
    facts = copy.deepcopy(facts)
    for one in change.get("ubah", []):
        found = _find(facts, one["di"])
        target = found.get("asal", found)
        for key, value in one["isi"].items():
            *path, last = [int(step) if step.isdigit() else step for step in str(key).split(".")]
            inner = target
            for step in path:
                inner = inner.setdefault(step, {})
            inner[last] = value
    for sasaran in facts.get("sasaran", []):
        kept = [one for one in sasaran["indikator"] if one["id"] not in change.get("hapus", [])]
        kept += [one["indikator"] for one in change.get("tambah", []) if one["ke"] == sasaran["id"]]
        sasaran["indikator"] = kept
    facts["sasaran"] = [one for one in facts.get("sasaran", []) if one["indikator"]]
    if change.get("balik"):
        facts["sasaran"] = facts["sasaran"][::-1]
    return facts


def _value(text: str) -> Fraction:
    return Fraction(text.replace(".", "").replace(",", "."))


def _achieved(indicator: dict, realised: str, target: str, falling: str) -> str:
    """Capaian in percent, two decimals."""
    got, wanted = _value(realised), _value(target)
    if indicator.get("arah") != "turun":
        return printed(got / wanted * 100, 2)
    return printed((2 * wanted - got) / wanted * 100 if falling == "dua_target" else wanted / got * 100, 2)


def _with_unit(value: str, unit: str) -> str:
    return value if value == "-" else f"{value}%" if unit == "%" else f"{value} {unit}"


def _ways(falls: bool) -> dict:
    """Which way is good, in the words of several documents."""
    return {
        "arah": "Minimize" if falls else "Maximize",
        "makin": f"Semakin {'rendah' if falls else 'tinggi'} semakin baik",
        "sifat": "Negatif" if falls else "Positif",
        "tren": "Menurun" if falls else "Meningkat",
    }


def _indicators(facts: dict) -> list[dict]:
    """One row an indikator, with what follows from its figures."""
    rows = []
    for order, sasaran in enumerate(facts.get("sasaran", []), 1):
        for indicator in sasaran["indikator"]:
            target, realised = Years(indicator.get("target", {})), Years(indicator.get("realisasi", {}))
            falling, end = facts.get("turun", "dua_target"), facts["akhir"]
            reached = Years(
                (year, _achieved(indicator, realised[year], target[year], falling))
                for year in realised
                if target[year] != "-"
            )
            reached.update(indicator.get("capaian", {}))
            now = realised[facts["tahun"]]
            made = {
                "no": str(len(rows) + 1),
                "sasaran_no": str(order),
                "sasaran": sasaran["nama"],
                "nama": indicator["nama"],
                "satuan": indicator["satuan"],
                **_ways(indicator.get("arah") == "turun"),
                "target": target,
                "realisasi": realised,
                "capaian": reached,
                "t_satuan": Years({y: _with_unit(v, indicator["satuan"]) for y, v in target.items()}),
                "r_satuan": Years({y: _with_unit(v, indicator["satuan"]) for y, v in realised.items()}),
                "kemajuan": "-"
                if "-" in (now, target[end])
                else _achieved(indicator, now, target[end], falling),
                "tw": Years(zip(QUARTERS, map(str, indicator.get("tw", [])), strict=False)),
                "tw_target": Years(zip(QUARTERS, map(str, indicator.get("tw_target", [])), strict=False)),
            }
            rest = {key: value for key, value in indicator.items() if key not in made}
            rows.append({"definisi": "", "formula": "", "sumber": ""} | rest | made)
            rows[-1]["kemajuan"] = indicator.get("kemajuan", made["kemajuan"])
    return rows


def _amounts(row: dict, children: list[dict]) -> dict:
    """Murni, pagu and realisasi of a row, added up from its children unless it says otherwise."""
    return {
        key: row.get(key, sum(child[key] for child in children)) for key in ("murni", "pagu", "realisasi")
    }


def _finished(row: dict, level: str, amounts: dict) -> dict:
    murni, pagu, realised = (Rupiah(amounts[key]) for key in ("murni", "pagu", "realisasi"))
    return {
        "kode": row.get("kode", ""),
        "nama": row["nama"],
        "tingkat": level,
        "bagian": [*row.get("kode", "").split(".", 3), "", "", "", ""],
        "murni": murni,
        "pagu": pagu,
        "realisasi": realised,
        "selisih": Rupiah(pagu - murni),
        "sisa": Rupiah(pagu - realised),
        "persen": printed(Fraction(100 * realised, pagu), 2),
    }


def _money(facts: dict) -> list[dict]:
    """One row a program, kegiatan, sub kegiatan, in reading order; the last is the agency's whole."""
    rows, programs = [], []
    for program in facts.get("program", []):
        at, kegiatans = len(rows), []
        for kegiatan in program["kegiatan"]:
            subs = [
                _finished(sub | {}, "sub", {"murni": sub.get("murni", sub["pagu"])} | sub)
                for sub in kegiatan["sub"]
            ]
            kegiatans.append(_finished(kegiatan, "kegiatan", _amounts(kegiatan, subs)))
            rows += [kegiatans[-1], *subs]
        programs.append(_finished(program, "program", _amounts(program, kegiatans)))
        rows.insert(at, programs[-1])
    if programs:
        rows.append(_finished({"nama": "Jumlah"}, "jumlah", _amounts(facts.get("jumlah", {}), programs)))
    for number, row in enumerate(rows, 1):
        row["no"] = str(number)
    return rows


def _rows(facts: dict, part: dict) -> list[dict]:
    """The rows of a table: its own list, the indikator, or the budget's levels (and its whole, named by
    `jumlah`)."""
    wanted = part["baris"]
    if isinstance(wanted, list):
        return [{"no": str(number)} | row for number, row in enumerate(wanted, 1)]
    if wanted == "indikator":
        return [row for row in _indicators(facts) if row["id"] in part.get("hanya", [row["id"]])]
    levels = part.get("tingkat", LEVELS) if wanted == "anggaran" else (wanted,)
    money = _money(facts)
    found = [row for row in money if row["tingkat"] in levels]
    for number, row in enumerate(found, 1):
        row["no"] = str(number)
    if "jumlah" in part:
        found.append(money[-1] | {"nama": part["jumlah"], "no": ""})
    return found


def _tables(facts: dict, part: dict, about: dict) -> list:
    """One grid, or one a sasaran (`per: sasaran`, which its caption may name)."""
    if part.get("per") != "sasaran":
        return [_table(facts, part, about)]
    made = []
    for sasaran in facts["sasaran"]:
        ids = [one["id"] for one in sasaran["indikator"]]
        made.append(_table(facts, part | {"hanya": ids}, about | {"sasaran": sasaran["nama"]}))
    return made


def _cards(facts: dict, part: dict, about: dict) -> list:
    """A grid of two columns for each indikator: what is told, and its text."""
    return [
        grid(
            Table(
                part["kartu"].format(**(about | row)),
                [
                    Column("Uraian", [title for title, _ in part["kolom"]], width=2, number=False),
                    Column(
                        "Keterangan",
                        [text.format(**(about | row)) for _, text in part["kolom"]],
                        width=5,
                        number=False,
                    ),
                ],
            )
        )
        for row in _indicators(facts)
    ]


def _table(facts: dict, part: dict, about: dict):
    """A grid: `kolom` holds [header, template, options]; options: grup, gabung (merged while the same),
    lebar."""
    rows, columns = _rows(facts, part), []
    for title, template, *more in part["kolom"]:
        options = more[0] if more else {}
        texts = [template.format(**(about | row)) for row in rows]
        if options.get("gabung"):
            keys = [row["sasaran"] for row in rows]
            texts = [None if at and keys[at] == keys[at - 1] else one for at, one in enumerate(texts)]
        number = "nama" not in template and "sasaran}" not in template
        columns.append(
            Column(
                title.format(**about),
                texts,
                options.get("grup", "").format(**about),
                options.get("lebar", 1 if number else 3),
                number,
            )
        )
    return grid(Table(part["tabel"].format(**about), columns, numbered=part.get("nomor", "")))


def _about(facts: dict) -> dict:
    """What every text may name: the agency, its year, and each indikator by its id."""
    plain = {key: value for key, value in facts.items() if isinstance(value, str | int)}
    named = {row["id"]: SimpleNamespace(**row) for row in _indicators(facts)}
    money = {f"p{row['kode'].replace('.', '_')}": SimpleNamespace(**row) for row in _money(facts)}
    return {"lalu": facts["tahun"] - 1, "depan": facts["tahun"] + 1} | plain | named | money


def parts(facts: dict, spec: list[dict]) -> list:
    """The parts of a document in reading order."""
    about, made = _about(facts), []
    for part in spec:
        kind = next(iter(part))
        told = part[kind]
        if kind == "tabel":
            made += _tables(facts, part, about)
        elif kind == "kartu":
            made += _cards(facts, part, about)
        elif kind in HEADINGS:
            made.append(Heading(told.format(**about), HEADINGS[kind]))
        elif kind == "halaman":
            made.append(PageBreak())
        elif kind == "butir":
            made += [Item(f"{at}.", one.format(**about)) for at, one in enumerate(told, 1)]
        else:
            made.append(Line(told.format(**about), "sampul" if kind == "sampul" else "isi"))
    return made


def _bundled(spec: dict, path: Path) -> Path:
    """A report composed from bundled tables: a folder of CSV, or the sample of a seed."""
    if "benih" in spec:
        tables = sample(spec["benih"])
    else:
        files = sorted((BUNDLED / spec["himpunan"]).glob("*.csv"))
        tables = {one.stem: pd.read_csv(one, dtype=str).fillna("") for one in files}
    return compose(tables, path.suffix[1:], path, layout=spec.get("tata", "gabung"), wording=spec["kata"])


def content(agency: str, document: str, change: dict | None = None) -> list:
    """The parts of one document, with a change (ubah, hapus, tambah, balik, teks, sisip) put in."""
    spec, change = documents(agency)[document], change or {}
    own = changed({k: v for k, v in _loaded(agency).items() if k != "dokumen"}, spec)
    told = copy.deepcopy(spec["isi"])
    for one in change.get("sisip", []):
        told.insert(one["di"], {"teks": one["teks"]})
    made = parts(changed(own, change), told)
    for one in change.get("teks", []):
        made = [_replaced(part, one["dari"], one["jadi"]) for part in made]
    return made


def _replaced(part, old: str, new: str):
    """A part with a text in place of another."""
    part = copy.copy(part)
    fields = vars(part) if hasattr(part, "__dict__") else {}
    for name, value in fields.items():
        if isinstance(value, str):
            object.__setattr__(part, name, value.replace(old, new))
    if hasattr(part, "rows"):
        part.rows = [[cell and _replaced(cell, old, new) for cell in row] for row in part.rows]
    return part


def write(agency: str, document: str, folder: Path, change: dict | None = None, name: str = "") -> Path:
    """Write one document of an agency into a folder; returns its path."""
    spec = documents(agency)[document]
    path = folder / (name or spec["berkas"])
    if "isi" not in spec:
        return _bundled(spec, path)
    made = content(agency, document, change)
    style = Style(spec.get("tata", {}), spec.get("kaki", ""))
    form = path.suffix[1:]
    if form in ("md", "txt"):
        path.write_text((markdown if form == "md" else text)(made, style), encoding="utf-8")
    else:
        {"docx": write_docx, "pdf": write_pdf, "xlsx": write_xlsx}[form](made, style, path)
    return path
