"""What the terminal shows: graded findings, the whole count, nothing that a report's text can break; and one
HTML page of them."""

import re

import pytest

from cermat.reports import console, html
from cermat.reports.labels import labels
from tests import html_reports
from tests.helpers import cards, one, quick

HOSTILE = "[bold]A[/bold] [/] <b>&amp;</b> {{ 7 * 7 }} \\[x] %s"
ROWS = {
    "indikator": [
        {
            "indikator": "Angka pengangguran",
            "tahun": "2020",
            "target": "5,15",
            "realisasi": "5,85",
            "capaian": "113,59",
            "garis": "12",
            "halaman": "3",
        },
        {"indikator": HOSTILE, "tahun": "2020", "target": "80", "realisasi": "84,61", "capaian": "150,76"},
        *(
            {
                "indikator": f"Cakupan {n}",
                "tahun": "2020",
                "target": "10",
                "realisasi": "40",
                "capaian": "400",
            }
            for n in range(30)
        ),
    ],
    "identitas": [
        {"jenis": "instansi", "nilai": "Dinas [red]Uji[/red]"},
        {"jenis": "tahun", "nilai": "2020"},
        {"jenis": "petikan", "nilai": "ya"},
    ],
}


@pytest.fixture(scope="module")
def result():
    return quick(one(**ROWS))


@pytest.fixture(scope="module")
def told(result):
    return result.to_dict("r")


@pytest.fixture
def shown(told, capsys):
    console.show(told, [])
    return capsys.readouterr().out


def words(text: str) -> str:
    """Without the lines and line breaks of a table."""
    return " ".join(re.sub(r"[│┃━─┏┓┗┛┡┩└┘├┤┬┴┼╇]", " ", text).split())


def test_the_counts_are_those_of_findings_json(told, shown):
    n, f, r = (told["summary"][name] for name in ("numbers", "matters", "rules"))
    excused = told["summary"]["findings"]["dikecualikan"]
    assert (
        f"{n['printed']} angka tercetak: {n['recomputed']} dihitung ulang "
        f"({labels('id').percent(n['recomputed'], n['printed'])}), {n['repeated']} cocok di tempat lain"
        in words(shown)
    )
    assert (
        f"{n['unreached'] + n['weak']} belum terbukti; di antaranya {n['contradicted']} dibantah, "
        f"{n['terdampak']} terdampak" in words(shown)
    )
    assert (
        f"Temuan: {f['tinggi']} tinggi, {f['sedang']} sedang, {f['rendah']} rendah, {excused} "
        f"dikecualikan." in words(shown)
    )
    assert (
        f"Aturan: {r['sesuai']} sesuai, {r['temuan']} temuan, {r['tidak dapat diuji']} tidak dapat diuji"
        in words(shown)
    )


def test_grave_findings_come_first_and_the_small_ones_are_cut_short(told, shown):
    grades = re.findall(r"[│┃] (tinggi|sedang|rendah) ", shown)
    assert grades == sorted(grades, key=["tinggi", "sedang", "rendah"].index)
    minor = told["summary"]["findings"]["rendah"]
    assert grades.count("rendah") == 25 < minor
    assert f"dan {minor - 25} temuan rendah lagi" in shown


def test_a_finding_says_what_and_where(shown):
    assert "Angka pengangguran: capaian tahun 2020 tercetak 113,59" in shown
    assert "hlm. 3" in words(shown) and "teks 12" in words(shown)


def test_the_texts_of_a_report_are_no_markup(shown):
    assert "Dinas [red]Uji[/red], tahun 2020" in shown
    assert "\x1b" not in shown
    assert "[bold]A[/bold] [/] <b>&amp;</b> {{ 7 * 7 }}" in shown


def test_waived_and_stale_are_said(told, capsys):
    f = told["findings"][0] | {
        "waiver": {"alasan": "sah", "oleh": "APIP [x]", "sampai": "2099-01-01", "berlaku": True}
    }
    stale = [
        {
            "id": "0123456789ab",
            "alasan": "x",
            "oleh": "APIP [x]",
            "sampai": "2020-01-01",
            "why": "sudah lewat masa berlakunya",
        }
    ]
    console.show(told | {"findings": [f], "stale_waivers": stale}, [])
    out = words(capsys.readouterr().out)
    assert "(dikecualikan)" in out
    assert "Pengecualian 0123456789ab sudah lewat masa berlakunya (oleh APIP [x], sampai 2020-01-01)." in out


def test_no_findings(told, capsys):
    console.show(told | {"findings": []}, [])
    out = capsys.readouterr().out
    assert "Temuan:" in out and "│" not in out


def test_a_long_path_stays_on_one_line(told, capsys, tmp_path):
    path = tmp_path / ("sangat-panjang-" * 12) / "temuan [1].html"
    console.show(told | {"findings": []}, [path])
    assert f"→ {path}\n" in capsys.readouterr().out


def test_nothing_is_shown_while_reading_into_a_pipe(capsys):
    with console.reading(["a", "b"]) as progress:
        assert progress is None
    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_a_display(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with console.reading(["laporan.pdf"]) as progress:
        progress(1, 10)
    assert capsys.readouterr().out == ""


def test_a_note_is_one_line_on_standard_error(capsys):
    console.warn("halaman 3 [rusak] tidak terbaca " + "x" * 300)
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "[rusak]" in err


def test_places_have_the_names_of_the_report(capsys):
    result = html_reports.small()
    console.show(result.to_dict(), [], "id", result)
    out = words(capsys.readouterr().out)
    assert (
        "Tabel 3.1 Capaian" in out
        and "dan 1 tempat lain" in out
        and "tabel-" not in out
        and "prosa-" not in out
    )


def test_in_english(capsys):
    result = html_reports.small()
    console.show(result.to_dict(), [], "en", result)
    out = words(capsys.readouterr().out)
    for told in (
        "printed numbers:",
        "among them",
        "high",
        "Grade",
        "Achievement of a lower-is-better indicator computed the wrong way",
        "Waiver 000000000000",
    ):
        assert told in out
    assert "angka tercetak" not in out and "tinggi" not in out


@pytest.mark.parametrize("card", cards(), ids=lambda c: c.id)
def test_every_rule_can_be_explained(card, capsys):
    console.explain_rule(card.model_dump())
    out = " ".join(capsys.readouterr().out.split())
    for text in (
        card.id,
        card.title,
        card.why,
        card.criterion.what,
        card.akibat,
        card.rekomendasi,
        *card.false_alarms,
        *card.recomputed,
    ):
        assert all(
            part.strip() in out for part in re.split(r"\{\{.*?\}\}", " ".join(text.split()))
        )  # what a finding fills is left open
    assert "{{" not in out
    assert out.count("Contoh ") >= 2


def test_all_rules_are_listed(capsys):
    console.list_rules([c.model_dump() for c in cards()])
    out = capsys.readouterr().out
    assert all(c.id in out for c in cards())


def test_the_page_has_every_finding_and_escapes_the_report(told, result):
    page = html.page(told, result)
    assert all(f"t-{f['id']}" in page for f in told["findings"])
    assert "<b>&amp;</b>" not in page.replace("&lt;b&gt;&amp;amp;&lt;/b&gt;", "")
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
