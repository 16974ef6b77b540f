"""Cermat: audits the figures of a LKjIP against each other. The public door and the command line."""

import gc
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from cermat.reports import COMPARED, DEFAULT, FORMATS
from cermat.reports.command_line import FILE, FOLDER, NEW_FILE, Document, Group, broken_call, unreachable
from cermat.reports.options import LEVELS, SETTLING, fail_on_level, formats_of, shared
from cermat.reports.settings import Settled, in_force, origin
from cermat.reports.streams import Terminated, ended_in_order, open_streams, put_out, say, silence
from cermat.schemas.errors import InputError
from cermat.schemas.limits import SECONDS
from cermat.schemas.sources import File, Progress, Source

if TYPE_CHECKING:
    from cermat.checks.result import Result
    from cermat.schemas.submission import Submission

__all__ = ["InputError", "bundled", "check", "main", "read"]
AGAINST = "--against"
RESULTS, STDOUT = Path("hasil"), Path("-")


def bundled() -> Path:
    """The bundled data set: the figures of one real report."""
    from cermat import datasets

    return Path(datasets.__file__).parent / "dinsos_buleleng_2023"


def read(source: Source, progress: Progress | None = None, ocr: bool = False) -> "Submission":
    """A path (also into a zip: 'kiriman.zip/a.docx'), bytes, an open file, or frames by name of table, to a
    Submission. ocr: recognise the text of scanned pages. InputError where nothing can be read."""
    from cermat.datasets.guarded import guarded

    return guarded(source, progress, ocr)


def check(
    source: Source | Sequence[Source],
    *,
    profile: File | None = None,
    waivers: File | None = None,
    rules: File | None = None,
    extra_rules: File | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    against: Sequence[Any] = (),
    progress: Progress | None = None,
    ocr: bool = False,
) -> "Result":
    """Audit one submission, or several as one portfolio.

    source: what `read` takes, a folder or zip archive of these, a Submission, or a list of them (the same
    twice are two reports; what cannot be read beside others is told in `result.sub.warnings`). profile,
    waivers: paths of YAML files; rules, extra_rules: folders of rule cards instead of the bundled ones, and
    beside them; select, ignore: rules, starts of their ids ("SIL") and kinds ("silang") that alone run, or do
    not; against: other documents of the same agency: paths, (kind, path), "kind=FILE" or Submissions; ocr: as
    of `read`.
    Returns `.findings` (DataFrame), `.to_dict()` (findings.json). InputError where nothing can be audited.
    """
    from cermat.checks.engine import audit
    from cermat.checks.profile import read_profile, read_waivers
    from cermat.datasets.beside import gather
    from cermat.datasets.sources import read_given
    from cermat.schemas.submission import merge

    settled, excused = read_profile(profile), read_waivers(waivers)
    given: Sequence[Any] = source if isinstance(source, list | tuple) else [source]
    reading = partial(read, ocr=ocr)
    submissions, missed = read_given(given, partial(reading, progress=progress), _fault)
    own = sum(len(submission.laporan) for submission in submissions)
    others = gather(against, submissions, reading)
    sub = merge([*submissions, *others.submissions])
    sub.warnings = [*sub.warnings, *missed]
    return audit(
        sub,
        profile=settled,
        waivers=excused,
        rules=Path(rules) if rules else None,
        extra_rules=Path(extra_rules) if extra_rules else None,
        select=select,
        ignore=ignore,
        beside=sub.laporan["laporan"].tolist()[own:],
        unread=others.unread,
    )


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cermat", message="%(prog)s %(version)s", help="tampilkan versi")
def cli():
    """Cermat memeriksa angka-angka LKjIP: setiap angka dibuktikan, dibantah, atau dicatat belum terbukti."""


@cli.command("check", cls=Settled, beside="submissions", many=AGAINST)
@click.argument("submissions", nargs=-1, required=True, metavar="KIRIMAN...", type=FILE)
@click.option("--out", type=FOLDER, help="folder keluaran (hasil/NAMA LAPORAN); -: findings.json ke layar")
@formats_of(FORMATS, DEFAULT)
@shared("lang")
@fail_on_level("temuan")
@click.option("--semua", is_flag=True, help="temuan rendah juga masuk lembar perbaikan dan salinan bertanda")
@shared("profile", "waivers", "rules", "extra_rules", "select", "ignore")
@click.option("--templates", type=FOLDER, help="folder templat .docx milik sendiri")
@click.option("--kantor", type=FILE, help="kantor.yaml: kop, tim, nomor, penanda tangan")
@click.option(
    AGAINST,
    multiple=True,
    type=Document(),
    metavar="DOKUMEN...",
    help="dokumen lain dari instansi yang sama, satu atau beberapa; JENIS=BERKAS menyebut jenisnya",
)
@shared("ocr")
@click.option("--quiet", is_flag=True, help="hanya catatan dan kesalahan yang ditampilkan")
@shared("exit_zero")
@click.pass_context
def check_command(context, submissions, out, formats, lang, fail_on, semua, templates, kantor, **settings):
    """Periksa satu atau beberapa laporan."""
    from cermat.datasets.sources import read_each
    from cermat.reports import console, data
    from cermat.reports.deliver import deliver
    from cermat.reports.kantor import read_kantor
    from cermat.reports.labels import labels
    from cermat.reports.recap import Unread
    from cermat.reports.verdict import nothing_audited, what_was_read

    quiet, exit_zero = settings.pop("quiet"), settings.pop("exit_zero")
    asked = context.get_parameter_source("formats") is ParameterSource.COMMANDLINE
    if out == STDOUT and asked and formats != ["json"]:
        raise click.UsageError("--out - hanya menuliskan json")
    office = read_kantor(kantor)
    with console.reading(submissions, quiet) as progress:
        read_in, missed = read_each(
            submissions, partial(read, progress=progress, ocr=settings["ocr"]), _fault
        )
        result = check(read_in, **settings)
    unread = [Unread(*one) for one in missed]
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
    notes = {name: [*notes.get(name, []), *([silent[name]] if name in silent else [])] for name in told}
    if out == STDOUT:
        put_out(data.printed(list(told.values())))
    else:
        wanted = {"formats": formats, "lang": lang, "templates": templates, "kantor": office, "every": semua}
        deliver(told, result, notes, unread, out, quiet, **wanted)
    for line in [in_force(), *result.sub.warnings, *silent.values(), *(missing.reason for missing in unread)]:
        console.warn(line)
    return 0 if exit_zero else int(LEVELS.get(result.worst(), -1) >= LEVELS[fail_on])


@cli.command("batch", cls=Settled, beside="source", only=(*SETTLING, "formats", "kantor"), many="--papers")
@click.argument("source", metavar="FOLDER|ZIP|PARQUET", type=FILE)
@click.option("--out", type=FOLDER, help="folder keluaran (hasil/NAMA SUMBER)")
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="banyaknya proses (satu untuk setiap prosesor)"
)
@click.option("--scheduler", metavar="ALAMAT", default="", help="kluster Dask yang mengerjakannya: tcp://...")
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    metavar="DETIK",
    default=SECONDS,
    help="batas untuk satu dokumen",
)
@click.option("--papers", multiple=True, metavar="LAPORAN...", help="tulis juga kertas kerja laporan ini")
@formats_of(FORMATS, DEFAULT)
@shared("lang")
@fail_on_level("temuan")
@shared("profile", "waivers", "rules", "extra_rules", "select", "ignore")
@click.option("--kantor", type=FILE, help="kantor.yaml: kop, tim, nomor, penanda tangan")
@click.option("--quiet", is_flag=True, help="kemajuan tidak ditampilkan")
@shared("exit_zero")
def batch_command(source, fail_on, exit_zero, **settings):
    """Periksa ribuan laporan: folder, arsip zip atau tabel Parquet."""
    from cermat import batch
    from cermat.reports import console

    worst = batch.run(source, **settings)
    console.warn(in_force())
    return 0 if exit_zero else int(LEVELS.get(worst, -1) >= LEVELS[fail_on])


@cli.command("compare", cls=Settled, beside="new", only=SETTLING)
@click.argument("old", metavar="LAMA", type=FILE)
@click.argument("new", metavar="BARU", type=FILE)
@click.option("--out", type=FOLDER, default=RESULTS, help="folder keluaran")
@formats_of(COMPARED, DEFAULT)
@shared("lang")
@fail_on_level("temuan baru")
@shared("profile", "waivers", "rules", "extra_rules", "select", "ignore", "exit_zero")
def compare_command(old, new, out, formats, lang, fail_on, exit_zero, **settings):
    """Bandingkan dua kiriman, atau dua findings.json: apa yang selesai, tetap, berubah dan baru."""
    from cermat.reports import compare, compare_console, console

    (before, old_result), (after, new_result) = (_audited(path, settings) for path in (old, new))
    made = compare.compare(before, after)
    shown = compare.view(made, old_result, new_result, lang)
    compare_console.show(shown, compare.write(shown, out, formats, console.warn))
    console.warn(in_force())
    return 0 if exit_zero else int(LEVELS.get(compare.worst(made), -1) >= LEVELS[fail_on])


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
@click.argument("document", metavar="DOKUMEN", type=FILE)
@click.option("--out", type=FOLDER, default=RESULTS, help="folder keluaran")
@shared("ocr")
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
        say(f"{name:<16}{rows:>7} {'angka' if name not in sub.tables else 'baris'}")
    say(f"→ {path}")
    return 0


@cli.command("template")
@click.option("--out", type=NEW_FILE, default=Path("templat.xlsx"), help="berkas keluaran")
def template_command(out):
    """Buat buku kerja kosong untuk diisi."""
    from cermat.datasets.workbook.template import write_template

    say(f"→ {write_template(out)}")
    return 0


@cli.command("rules")
@click.argument("rule", required=False, metavar="[ID]")
@shared("rules", "extra_rules")
@click.option("--site", type=FOLDER, help="tulis semua aturan sebagai situs ke folder ini")
def rules_command(rule, rules, extra_rules, site):
    """Daftar aturan, penjelasan satu aturan, atau semuanya sebagai situs."""
    from cermat.checks.cards import load_cards, rules_sha256
    from cermat.reports import console

    cards = [card.model_dump() for card in load_cards(rules, extra_rules)]
    if site is not None:
        if rule is not None:
            raise click.UsageError("--site menuliskan semua aturan; jangan sebut satu aturan")
        from cermat.reports import rule_site
        from cermat.reports.output import put_whole

        index, *_ = put_whole(rule_site.site(cards, rules_sha256(rules, extra_rules)), site)
        say(f"→ {index}")
        return 0
    if rule is None:
        console.list_rules(cards)
        return 0
    found = [card for card in cards if card["id"].lower() == rule.lower()]
    if not found:
        raise InputError(f"aturan '{rule}' tidak ada; daftar aturan: cermat rules")
    console.explain_rule(found[0])
    return 0


@cli.command("serve")
@click.option("--port", metavar="ANGKA", type=click.IntRange(1, 65535), default=8017, help="gerbang")
@click.option(
    "--host", metavar="ALAMAT", default="127.0.0.1", help="alamat; selain komputer ini hanya dengan --shared"
)
@click.option("--data", type=FOLDER, default=RESULTS / "meja", help="folder kiriman dan basis data")
@click.option(
    "--database", metavar="ALAMAT", default="", help="postgresql://…, untuk dipakai satu kantor (SQLite)"
)
@click.option("--shared", "several", is_flag=True, help="dipakai beberapa orang, yang masuk dengan nama")
@click.option(
    "--workers", metavar="ANGKA", type=click.IntRange(1, 64), default=2, help="banyak proses pembaca"
)
@click.option("--add-user", metavar="NAMA:PERAN[:INSTANSI]", help="tambah pengguna, lalu selesai")
@click.option("--backup", type=NEW_FILE, help="salin basis data ke berkas ini, lalu selesai")
def serve_command(port, host, data, database, several, workers, add_user, backup):
    """Buka meja kerja di peramban: kirim laporan, lihat temuan, betulkan bacaan, putuskan."""
    from cermat.reports.desk import serve
    from cermat.reports.desk.settings import Settings

    settings = Settings(data.resolve(), database, several or bool(add_user), workers, host, port)
    if add_user:
        click.echo(f"→ {serve.add_person(settings, add_user)}")
    elif backup:
        click.echo(f"→ {serve.save(settings, backup)}")
    else:
        serve.serve(desk_engine(), settings)
    return 0


def desk_engine() -> Any:
    """What the desk works with (reports.desk.settings.Engine)."""
    import cermat.audit as door  # as a module: other processes find its functions by its name
    from cermat.checks.profile import scale_titles
    from cermat.datasets.corrected import corrected
    from cermat.datasets.pictured import pictured
    from cermat.datasets.sources import submissions
    from cermat.datasets.workbook.tables import text_tables
    from cermat.reports.desk.settings import Engine
    from cermat.schemas.archive import on_disk

    working = (door.read, door.check, corrected, text_tables)
    return Engine(*working, submissions, on_disk, pictured, scale_titles)


def _fault(error: Exception) -> str:
    """A fault of the engine itself, or an extra that is not installed, in one line."""
    from cermat.schemas.extras import lacking

    return lacking(error) or (
        f"kesalahan di dalam program ({type(error).__name__}: {error}); "
        "jalankan lagi dengan CERMAT_DEBUG=1 untuk rinciannya"
    )


def main(arguments: list[str] | None = None) -> int:
    """The command line. Exit code 0: nothing at or above the threshold; 1: findings; 2: nothing could be
    audited."""
    gc.set_threshold(
        100_000
    )  # a run keeps nearly all it makes: looking for garbage while modules load costs a tenth of it
    open_streams()
    try:
        with ended_in_order():
            return int(cli.main(args=arguments, prog_name="cermat", standalone_mode=False) or 0)
    except InputError as error:
        line = str(error)
    except (click.exceptions.Abort, KeyboardInterrupt):
        say("cermat: dihentikan", error=True)
        return 130
    except Terminated:
        say("cermat: dihentikan", error=True)
        return 143
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.message)
        return 0
    except click.ClickException as error:
        file = origin(error) if isinstance(error, click.BadParameter) else ""
        line = broken_call(error, cli.commands, file)
    except BrokenPipeError:
        silence(sys.stdout)
        return 0
    except OSError as error:
        line = unreachable(error)
        if error.filename is None:  # a full disk behind standard output
            silence(sys.stdout)
    except (
        Exception
    ) as error:  # a fault of the engine itself is told in one line too; CERMAT_DEBUG=1 shows where
        if os.environ.get("CERMAT_DEBUG"):
            raise
        line = _fault(error)
    say(f"cermat: {' '.join(line.split())}", error=True)
    return 2


if __name__ == "__main__":
    sys.exit(main())
