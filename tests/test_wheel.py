"""The wheel: built, installed into an empty environment, and run from another folder."""

import email
import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import cermat
from cermat.schemas.extras import EXTRAS
from tests.everywhere import DOOR, ROOMS, ROOT, built

REPORT = "dinsos_buleleng_2023"


def run(*command, cwd: Path, **environment) -> subprocess.CompletedProcess:
    """Runs without the variables that would let the checkout be imported. Output is text, failure is left to
    the caller."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | environment
    return subprocess.run(
        [str(c) for c in command], cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory) -> Path:
    """The `bin` of an empty environment with the wheel in it. What the wheel depends on is lent by a .pth
    file, not downloaded again."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / Path(sys.executable).name
    site = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).stdout.strip()
    )
    assert site.is_relative_to(folder)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    done = run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    lent = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    (site / "lent.pth").write_text("\n".join(lent) + "\n", encoding="utf-8")
    return scripts


@pytest.fixture(scope="module")
def audited(environment, tmp_path_factory):
    """`cermat check` on a copy of the bundled report, in a folder that has nothing else."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(ROOT / "datasets" / REPORT, folder / "laporan")
    return run(environment / "cermat", "check", "laporan", "--out", "out", cwd=folder), folder / "out"


def test_wheel_holds_every_file_of_the_rooms(wheel):
    here = {
        p.relative_to(ROOT).as_posix()
        for room in ROOMS
        for p in (ROOT / room).rglob("*")
        if p.is_file()
        and p.suffix != ".pyc"
        and not any(part.startswith(".") for part in p.relative_to(ROOT).parts)
    }
    names = zipfile.ZipFile(wheel).namelist()
    packed = {name.removeprefix("cermat/") for name in names if name.startswith("cermat/")}
    assert packed == here | set(DOOR)


def test_wheel_owns_one_name(wheel):
    """Beside Hugging Face's `datasets` nothing of either is overwritten."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"cermat"}


def test_wheel_names_its_licence_and_needs(wheel):
    with zipfile.ZipFile(wheel) as file:
        (name,) = (n for n in file.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = file.read(name).decode()
    assert "License-Expression: Apache-2.0" in metadata
    assert metadata.count("Requires-Dist:") == sum(len(asked(name)) for name in ("run", *EXTRAS))


def asked(name: str) -> list[str]:
    """What one of the files in requirements/ asks for."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_wheel_has_its_extras(wheel):
    """As pip reads them; each names what its modules are imported by, and no extra is without a use."""
    (folder,) = [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".dist-info/METADATA")]
    told = email.message_from_bytes(zipfile.ZipFile(wheel).read(folder))
    assert set(told.get_all("Provides-Extra")) == set(EXTRAS)
    needs = [Requirement(line) for line in told.get_all("Requires-Dist")]
    owners = packages_distributions()
    for extra, names in EXTRAS.items():
        own = {
            canonicalize_name(need.name)
            for need in needs
            if need.marker and need.marker.evaluate({"extra": extra})
        }
        assert own == {canonicalize_name(owners[name][0]) for name in names}


def test_installed_command_audits_from_another_folder(audited):
    done, out = audited
    assert done.returncode == 1, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.stderr == ""
    found = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    assert found["schema"] == "lkjip-findings/1"
    assert found["report"]["laporan"] == "laporan"
    assert found["findings"] and found["rules"]
    assert found["summary"]["rules"]["galat"] == 0


def test_installed_command_is_the_wheel_and_knows_its_version(environment, audited, wheel):
    _, out = audited
    engine = json.loads((out / "findings.json").read_text(encoding="utf-8"))["engine"]
    assert engine["name"] == "cermat" and engine["version"] == wheel.name.split("-")[1]
    python = environment / Path(sys.executable).name
    code = "import cermat; print(cermat.__version__, cermat.__file__)"
    version, where = run(python, "-c", code, cwd=out).stdout.split()
    assert version == engine["version"] and Path(where).is_relative_to(environment.parent)
    listed = run(python, "-m", "cermat", "rules", cwd=out)
    assert listed.returncode == 0 and "CAP-02" in listed.stdout


def test_installed_command_finds_what_the_python_door_finds(audited):
    _, out = audited
    mine = cermat.check(out.parent / "laporan").to_dict()
    theirs = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    assert [f["id"] for f in mine["findings"]] == [f["id"] for f in theirs["findings"]]
    assert mine["summary"] == theirs["summary"]
    assert mine["engine"]["rules_sha256"] == theirs["engine"]["rules_sha256"]


@pytest.mark.parametrize(
    ("arguments", "code"), [(("check", "tidak-ada"), 2), (("--tidak-dikenal",), 2), (("rules",), 0)]
)
def test_exit_codes_of_the_command(environment, tmp_path, arguments, code):
    done = run(environment / "cermat", *arguments, cwd=tmp_path)
    assert done.returncode == code
    if code == 2:
        assert len(done.stderr.splitlines()) == 1 and "Traceback" not in done.stderr
