"""What the program brings along and whom it talks to: licences, a bill of materials, no network."""

import json
import re
import subprocess
import sys
import urllib.request
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from cermat import audit
from cermat.reports import FORMATS

ROOT = Path(audit.__file__).parent
PINNED = re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / "requirements/run.txt").read_text(), re.M)
LISTED = yaml.safe_load((ROOT / "requirements/licences.yaml").read_text(encoding="utf-8"))
REPORT = """# LAPORAN KINERJA DINAS CONTOH TAHUN 2023

Tabel 3.1 Realisasi Anggaran

| Program | Pagu (Rp) | Realisasi (Rp) | % |
|---|---|---|---|
| Program A | 1.000.000.000 | 900.000.000 | 80,00 |
"""
# words of a licence as its own text has them, by family
WORDS = {
    "MIT": r"\bMIT\b|Permission is hereby granted",
    "BSD": r"\bBSD\b|Redistribution and use in source and binary forms",
    "Apache": r"Apache",
    "MPL": r"MPL|Mozilla",
    "LGPL": r"LGPL|Lesser General",
    "PSF": r"PSF|Python Software Foundation",
    "HPND": r"HPND|MIT-CMU|CMU",
}


def needed() -> set[str]:
    """Every package that the program needs where it is installed: those of run.in and documents.in, and theirs."""
    asked = [
        line
        for name in ("run.in", "documents.in")
        for line in (ROOT / "requirements" / name).read_text().splitlines()
        if line and line[0] not in "#-"
    ]
    found: set[str] = set()
    left = [(Requirement(line).name, Requirement(line).extras) for line in asked]
    while left:
        name, extras = left.pop()
        key = canonicalize_name(name)
        if key in found and not extras:
            continue
        found.add(key)
        for line in metadata.requires(name) or []:
            more = Requirement(line)
            wanted = (
                [more.marker.evaluate({"extra": extra}) for extra in ("", *extras)] if more.marker else [True]
            )
            if any(wanted):
                left.append((more.name, more.extras))
    return found


def test_every_package_has_its_licence_and_each_is_allowed():
    assert needed() <= LISTED["packages"].keys()
    assert {canonicalize_name(name) for name, _ in PINNED} == LISTED["packages"].keys()
    foreign = {
        name: told
        for name, told in LISTED["packages"].items()
        if not set(told.split(" AND ")) <= set(LISTED["allowed"])
    }
    assert not foreign


@pytest.mark.parametrize("name", sorted(LISTED["packages"]))
def test_the_licence_is_the_one_that_the_package_says(name):
    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        pytest.skip(f"{name} is not needed on this system")
    about = package.metadata
    said = [str(about.get(key)) for key in ("License-Expression", "License")] + (
        about.get_all("Classifier") or []
    )
    texts = [f for f in package.files or [] if re.search(r"licen[cs]e|copying", f.name, re.I)]
    said += [package.locate_file(f).read_text(encoding="utf-8", errors="replace")[:3000] for f in texts[:3]]
    for told in LISTED["packages"][name].split(" AND "):
        family = next(family for family in WORDS if told.startswith(family))
        assert re.search(WORDS[family], "\n".join(said)), (name, told)


def test_a_bill_of_materials(tmp_path):
    out = tmp_path / "cermat.cdx.json"
    subprocess.run([sys.executable, str(ROOT / ".ci/sbom.py"), str(out)], check=True, timeout=60)
    told = json.loads(out.read_text(encoding="utf-8"))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    parts = {part["name"]: part for part in told["components"]}
    assert [(name, parts[name]["version"]) for name, _ in PINNED] == PINNED
    assert all(part["hashes"] and part["purl"] and part["licenses"] for part in parts.values())
    assert {part["bom-ref"] for part in parts.values()} == {edge["ref"] for edge in told["dependencies"]}
    again = tmp_path / "lagi.json"
    subprocess.run([sys.executable, str(ROOT / ".ci/sbom.py"), str(again)], check=True, timeout=60)
    assert out.read_bytes() == again.read_bytes()


HEARD: list[str] = []
LISTENING = [False]


PROBE = ("::1", 0)  # urllib3 looks once whether the system knows IPv6: bound to nothing, told to nobody


def _heard(event: str, arguments: tuple) -> None:
    talks = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
    if LISTENING[0] and event in talks and (event, arguments[-1]) != ("socket.bind", PROBE):
        HEARD.append(f"{event} {arguments[1:]}")
        raise RuntimeError(HEARD[-1])  # documents are read in children, whose list is not this one


@pytest.fixture
def silent():
    """No socket is used from here on."""
    if _heard not in _HOOKED:
        sys.addaudithook(_heard)
        _HOOKED.append(_heard)
    HEARD.clear()
    LISTENING[0] = True
    yield
    LISTENING[0] = False
    assert not HEARD


_HOOKED: list = []


def test_the_ear_hears(silent):
    import socket

    with socket.socket() as one, pytest.raises(RuntimeError):
        one.connect(("127.0.0.1", 1))
    assert len(HEARD) == 1
    HEARD.clear()


def test_no_command_talks_to_anybody(silent, run, tmp_path):
    (tmp_path / "laporan.md").write_text(REPORT, encoding="utf-8")
    report = ("laporan.md", "--select", "rasio")
    assert run("check", *report, "--out", "o", "--format", ",".join(FORMATS))[0] == 1
    assert run("compare", "laporan.md", *report, "--out", "c")[0] == 0
    assert run("read", "laporan.md")[0] == 0
    assert run("template")[0] == 0
    assert run("rules", "TOT-01")[0] == 0
    assert run("rules", "--site", "situs")[0] == 0


# The ear in every process that a command starts, too: what is heard is put down, a line each.
EAR = """
import os, sys
def heard(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        with open({told!r}, "a") as file:
            print(event, *arguments[event != "socket.getaddrinfo" :], file=file)
sys.addaudithook(heard)
"""


@pytest.fixture
def ear(tmp_path, monkeypatch):
    """The file of what processes that are started from here on say to a network."""
    told = tmp_path / "didengar.txt"
    folder = tmp_path / "telinga"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(EAR.format(told=str(told)))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    told.write_text("")
    return told


def _others(told: Path, allowed: str) -> list[str]:
    return [line for line in told.read_text().splitlines() if str(PROBE) not in line and allowed not in line]


def test_a_batch_in_one_process_talks_to_nobody(ear, tmp_path):
    (tmp_path / "masuk").mkdir()
    (tmp_path / "masuk/laporan.md").write_text(REPORT, encoding="utf-8")
    call = [sys.executable, str(ROOT / "audit.py"), "batch", "masuk", "--workers", "1", "--select", "rasio"]
    done = subprocess.run([*call, "--out", "o"], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1, done.stderr
    assert not _others(ear, "nobody")


def test_the_desk_talks_to_nobody_but_this_machine(ear, tmp_path):
    from tests.desk_server import Program

    with Program(tmp_path / "meja") as desk:
        assert urllib.request.urlopen(desk.address, timeout=60).status == 200
    told = ear.read_text()
    assert str(desk.port) in told and not _others(ear, "127.0.0.1"), told
