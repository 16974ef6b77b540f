"""Cermat: audits the figures of a LKjIP against each other. The public door and the command line."""

import gc
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cermat.reports import COMPARED, DEFAULT, FORMATS
from cermat.schemas.errors import InputError
from cermat.schemas.sources import File, Progress, Source

if TYPE_CHECKING:
    from cermat.checks.result import Result
    from cermat.schemas.submission import Submission

__all__ = ["InputError", "bundled", "check", "main", "read"]
AGAINST = "--against"
LEVELS = {"rendah": 0, "sedang": 1, "tinggi": 2}


def bundled() -> Path:
    """The bundled data set: the figures of one real report."""
    from cermat import datasets

    return Path(datasets.__file__).parent / "dinsos_buleleng_2023"


def read(source: Source, progress: Progress | None = None, ocr: bool = False) -> "Submission":
    """A path (also into a zip: 'kiriman.zip/a.docx'), bytes, an open file, or frames by name of table, to a
    Submission. ocr: recognise the text of scanned pages. InputError where nothing can be read."""
    from cermat.datasets.given import submitted

    return submitted(source, progress, ocr)


def check(
    source: Source | Sequence[Source],
    *,
    profile: File | None = None,
    waivers: File | None = None,
    rules: File | None = None,
    against: Sequence[Any] = (),
    progress: Progress | None = None,
    ocr: bool = False,
) -> "Result":
    """Audit one submission, or several as one portfolio.

    source: what `read` takes, a Submission, or a list of them (the same twice are two reports). profile,
    waivers: paths of YAML files; rules: a folder of rule cards instead of the bundled ones; against: other
    documents of the same agency: paths, (kind, path), "kind=FILE" or Submissions; ocr: as of `read`.
    Returns `.findings` (DataFrame), `.to_dict()` (findings.json). InputError where nothing can be audited.
    """
    from cermat.checks.engine import audit
    from cermat.checks.profile import read_profile, read_waivers
    from cermat.datasets.beside import gather
    from cermat.schemas.submission import merge

    settled, excused = read_profile(profile), read_waivers(waivers)
    given: Sequence[Any] = source if isinstance(source, list | tuple) else [source]
    reading = partial(read, ocr=ocr)
    submissions = [reading(one, progress) for one in given]
    own = sum(len(submission.laporan) for submission in submissions)
    others = gather(against, submissions, reading)
    sub = merge([*submissions, *others.submissions])
    return audit(
        sub,
        profile=settled,
        waivers=excused,
        rules=Path(rules) if rules else None,
        beside=sub.laporan["laporan"].tolist()[own:],
        unread=others.unread,
    )


def _formats(known):
    """A callback that takes a list of formats apart."""

    def apart(_context, _parameter, value: str) -> list[str]:
        wanted = [form.strip().lower() for form in value.split(",") if form.strip()]
        unknown = [form for form in wanted if form not in known]
        if unknown or not wanted:
            raise click.BadParameter(
                f"format tidak dikenal: {', '.join(unknown)}; yang ada: {', '.join(known)}"
            )
        return wanted

    return apart


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli():
    """Cermat memeriksa angka-angka LKjIP: setiap angka dibuktikan, dibantah, atau dicatat belum terbukti."""


_OCR = click.option(
    "--ocr",
    is_flag=True,
    help="kenali teks halaman pindaian (OCRmyPDF atau Tesseract); angkanya tidak menuduh",
)


class _Several(click.Command):
    """A command whose --against takes all that follows up to the next option: "--against PK.pdf DPA.xlsx"."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        told: list[str] = []
        several = False
        for one in args:
            several = (several and not one.startswith("-")) or one == AGAINST
            told += [AGAINST, one] if several and one != AGAINST else [one] if one != AGAINST else []
        return super().parse_args(ctx, told)


@cli.command("check", cls=_Several)
@click.argument("submissions", nargs=-1, required=True, metavar="KIRIMAN...")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="folder keluaran (hasil/NAMA LAPORAN)"
)
@click.option(
    "--format", "formats", callback=_formats(FORMATS), default=",".join(DEFAULT), help=",".join(FORMATS)
)
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", help="bahasa label")
@click.option(
    "--fail-on",
    type=click.Choice(list(LEVELS)),
    default="sedang",
    help="tingkat temuan yang memberi kode keluar 1",
)
@click.option("--semua", is_flag=True, help="temuan rendah juga masuk lembar perbaikan dan salinan bertanda")
@click.option("--profile", type=click.Path(path_type=Path), help="profil.yaml")
@click.option("--waivers", type=click.Path(path_type=Path), help="pengecualian.yaml")
@click.option("--rules", type=click.Path(path_type=Path), help="folder kartu aturan pengganti")
@click.option("--templates", type=click.Path(path_type=Path), help="folder templat .docx milik sendiri")
@click.option(
    "--kantor", type=click.Path(path_type=Path), help="kantor.yaml: kop, tim, nomor, penanda tangan"
)
@click.option(
    AGAINST,
    multiple=True,
    metavar="DOKUMEN...",
    help="dokumen lain dari instansi yang sama, satu atau beberapa; JENIS=BERKAS menyebut jenisnya",
)
@_OCR
def check_command(
    submissions, out, formats, lang, fail_on, semua, profile, waivers, rules, templates, kantor, against, ocr
):
    """Periksa satu atau beberapa laporan."""
    from cermat.datasets.sources import read_each
    from cermat.reports import console
    from cermat.reports.kantor import read_kantor
    from cermat.reports.labels import labels
    from cermat.reports.recap import Unread
    from cermat.reports.verdict import nothing_audited, what_was_read

    office = read_kantor(kantor)
    with console.reading(submissions) as progress:
        read_in, missing = read_each(submissions, partial(read, progress=progress, ocr=ocr), _fault)
        result = check(read_in, profile=profile, waivers=waivers, rules=rules, against=against, ocr=ocr)
    unread = [Unread(*one) for one in missing]
    notes = {name: sub.warnings for sub in read_in for name in sub.laporan["laporan"]}
    if result.sub.blok.empty:  # tables are shown as grids
        from cermat.datasets.document.laid_tables import lay_out

        lay_out(result.sub)
    told = {laporan: result.to_dict(laporan) for laporan in result.audited}
    least = min(LEVELS[fail_on], LEVELS["sedang"])
    silent = {
        report: what_was_read(findings, result, labels("id"))
        for report, findings in told.items()
        if nothing_audited(findings, least)
    }
    if len(silent) == len(told):
        raise InputError("; ".join([*silent.values(), *(missing.reason for missing in unread)]))
    several = len(told) + len(unread) > 1
    wanted = {"formats": formats, "lang": lang, "templates": templates, "every": semua}
    wanted["kantor"] = office
    done = _write_each(told, result, out, several, wanted)
    for line in [*result.sub.warnings, *silent.values(), *(missing.reason for missing in unread)]:
        console.warn(line)
    if several:
        from cermat.reports import recap

        for at, report in enumerate(done):
            laporan = report.findings["report"]["laporan"]
            lines = [*notes.get(laporan, []), *([silent[laporan]] if laporan in silent else [])]
            done[at] = report._replace(notes=lines)
        console.show_paths(recap.write(done, unread, out or Path("hasil"), lang, console.warn))
    return int(LEVELS.get(result.worst(), -1) >= LEVELS[fail_on])


def _write_each(told: dict[str, dict], result, out: Path | None, several: bool, wanted: dict) -> list:
    """Write and show the papers of each report (told: findings.json by laporan): into `out` where there is
    one report only, else into folders named after agency and year. Returns recap.Audited of each."""
    from cermat.reports import console, write
    from cermat.reports.folders import agency_year, file_words, folder_name
    from cermat.reports.recap import Audited

    names: set[str] = set()
    done = []
    for laporan, findings in told.items():
        words = agency_year(findings) if several else file_words(laporan)
        folder = out if out and not several else (out or Path("hasil")) / folder_name(words, names)
        paths = write(findings, result, folder, warn=console.warn, **wanted)
        console.show(findings, paths, wanted["lang"], result)
        done.append(Audited(findings, paths, []))
    return done


@cli.command("compare")
@click.argument("old", metavar="LAMA", type=click.Path(path_type=Path))
@click.argument("new", metavar="BARU", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("hasil"), help="folder keluaran"
)
@click.option(
    "--format", "formats", callback=_formats(COMPARED), default=",".join(DEFAULT), help=",".join(COMPARED)
)
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", help="bahasa label")
@click.option(
    "--fail-on",
    type=click.Choice(list(LEVELS)),
    default="sedang",
    help="tingkat temuan baru yang memberi kode keluar 1",
)
@click.option("--profile", type=click.Path(path_type=Path), help="profil.yaml")
@click.option("--waivers", type=click.Path(path_type=Path), help="pengecualian.yaml")
@click.option("--rules", type=click.Path(path_type=Path), help="folder kartu aturan pengganti")
def compare_command(old, new, out, formats, lang, fail_on, **settings):
    """Bandingkan dua kiriman, atau dua findings.json: apa yang selesai, tetap, berubah dan baru."""
    from cermat.reports import compare, compare_console, console

    (before, old_result), (after, new_result) = (_audited(path, settings) for path in (old, new))
    made = compare.compare(before, after)
    shown = compare.view(made, old_result, new_result, lang)
    compare_console.show(shown, compare.write(shown, out, formats, console.warn))
    return int(LEVELS.get(compare.worst(made), -1) >= LEVELS[fail_on])


def _audited(path: Path, settings: dict):
    """findings.json and the Result behind it (None where only the file is there) of a submission, a
    findings.json or a folder with one."""
    from cermat.reports import console
    from cermat.reports.findings_file import read_findings

    if path.suffix.lower() == ".json" and path.is_file():
        return read_findings(path), None
    if (path / "findings.json").is_file():
        return read_findings(path / "findings.json"), None
    with console.reading([path]) as progress:
        result = check(path, progress=progress, **settings)
    if len(result.audited) != 1:
        raise InputError(
            f"'{path}' berisi {len(result.audited)} laporan; bandingkan satu laporan dengan satu laporan"
        )
    for line in result.sub.warnings:
        console.warn(line)
    return result.to_dict(result.audited[0]), result


@cli.command("read")
@click.argument("document", metavar="DOKUMEN", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("hasil"), help="folder keluaran"
)
@_OCR
def read_command(document, out, ocr):
    """Tuliskan tabel-tabel yang dikenali di dalam dokumen sebagai buku kerja, untuk dilihat atau
    dibetulkan."""
    from cermat.datasets.workbook.tables import write_tables
    from cermat.reports import console

    with console.reading([document]) as progress:
        sub = read(document, progress, ocr)
    path, counts = write_tables(sub, out)
    for line in sub.warnings:
        console.warn(line)
    for name, rows in counts.items():
        click.echo(f"{name:<16}{rows:>7} {'angka' if name not in sub.tables else 'baris'}")
    click.echo(f"→ {path}")
    return 0


@cli.command("template")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("templat.xlsx"),
    help="berkas keluaran",
)
def template_command(out):
    """Buat buku kerja kosong untuk diisi."""
    from cermat.datasets.workbook.template import write_template

    click.echo(f"→ {write_template(out)}")
    return 0


@cli.command("rules")
@click.argument("rule", required=False, metavar="[ID]")
@click.option("--rules", type=click.Path(path_type=Path), help="folder kartu aturan pengganti")
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    help="tulis semua aturan sebagai situs ke folder ini",
)
def rules_command(rule, rules, site):
    """Daftar aturan, penjelasan satu aturan, atau semuanya sebagai situs."""
    from cermat.checks.cards import load_cards, rules_sha256
    from cermat.reports import console

    cards = [card.model_dump() for card in load_cards(rules)]
    if site is not None:
        if rule is not None:
            raise click.UsageError("--site menuliskan semua aturan; jangan sebut satu aturan")
        from cermat.reports import rule_site
        from cermat.reports.output import put_whole

        index, *_ = put_whole(rule_site.site(cards, rules_sha256(rules)), site)
        click.echo(f"→ {index}")
        return 0
    if rule is None:
        console.list_rules(cards)
        return 0
    found = [card for card in cards if card["id"].lower() == rule.lower()]
    if not found:
        raise InputError(f"aturan '{rule}' tidak ada; daftar aturan: audit.py rules")
    console.explain_rule(found[0])
    return 0


def _in_indonesian(error: click.ClickException) -> str:
    """One line for a broken call."""
    if isinstance(error, click.NoSuchOption):
        return f"pilihan tidak dikenal: {error.option_name}"
    if isinstance(error, click.MissingParameter):
        return f"kurang: {error.param.human_readable_name if error.param else 'argumen'}"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param and error.param.opts else ""
        return f"nilai tidak sah untuk {name}: {error.message}"
    if isinstance(error, click.UsageError) and "No such command" in error.message:
        unknown = error.message.split()[-1].rstrip(".")
        return f"perintah tidak dikenal: {unknown} (yang ada: {', '.join(cli.commands)})"
    return error.format_message()


def _fault(error: Exception) -> str:
    """A fault of the engine itself, in one line."""
    return (
        f"kesalahan di dalam program ({type(error).__name__}: {error}); "
        "jalankan lagi dengan CERMAT_DEBUG=1 untuk rinciannya"
    )


def main(arguments: list[str] | None = None) -> int:
    """The command line. Exit code 0: nothing at or above the threshold; 1: findings; 2: nothing could be
    audited."""
    gc.set_threshold(
        100_000
    )  # a run keeps nearly all it makes: looking for garbage while modules load costs a tenth of it
    try:
        return int(cli.main(args=arguments, prog_name="cermat", standalone_mode=False) or 0)
    except InputError as error:
        line = str(error)
    except click.exceptions.Abort:
        line = "dihentikan"
    except click.ClickException as error:
        line = _in_indonesian(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        line = f"tidak dapat membaca atau menulis: {error.strerror or error} {error.filename or ''}".strip()
    except (
        Exception
    ) as error:  # a fault of the engine itself is told in one line too; CERMAT_DEBUG=1 shows where
        if os.environ.get("CERMAT_DEBUG"):
            raise
        line = _fault(error)
    print(f"cermat: {' '.join(line.split())}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
