"""`make wheel-check`: the wheel in an empty environment of every Python found here, beside Hugging Face's `datasets` from
the package index: both work, and no requirement is broken. Minutes, and a network; tests/test_wheel.py is the cheap part."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("checks", "datasets", "reports", "schemas")
DOOR = ("__init__.py", "__main__.py", "audit.py", "py.typed")
PROJECT = (*DOOR, "setup.py", "pyproject.toml", "README.md", "LICENSE", "NOTICE", "requirements", *ROOMS)
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
TABLES = "datasets/dinsos_buleleng_2023"
DOCUMENT = "datasets/demo_dinas_contoh/laporan_demo.docx"
BESIDE = """
import cermat, datasets
made = datasets.Dataset.from_dict({"a": [1, 2]}).map(lambda row: {"b": row["a"] + 1})
assert list(made["b"]) == [2, 3], made
result = cermat.check("laporan")
assert len(result.findings), result
print("datasets", datasets.__version__, "cermat", cermat.__version__, result)
"""


def run(*command, at: Path, codes: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess:
    """What a program did; RuntimeError where its exit code is none of these. The checkout cannot be imported."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    clean["HF_DATASETS_CACHE"] = str(at / "hf")
    done = subprocess.run([str(word) for word in command], cwd=at, env=clean, capture_output=True, text=True)
    if done.returncode not in codes:
        raise RuntimeError(
            f"{Path(command[0]).name} {done.returncode}: {(done.stdout + done.stderr)[-1500:]}"
        )
    return done


def built(folder: Path) -> Path:
    """The wheel, built in a folder from a copy, so that nothing is left behind in the checkout and nothing left there
    gets in."""
    source, made = folder / "source", folder / "dist"
    source.mkdir()
    for name in PROJECT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", made, source, at=folder)
    (path,) = made.glob("*.whl")
    return path


def pythons() -> dict[str, str]:
    """A program by version: on the PATH, or among those that pyenv keeps."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = {}
    for version in VERSIONS:
        kept = sorted(root.glob(f"versions/{version}.*/bin/python"))
        for program in [shutil.which(f"python{version}"), *map(str, reversed(kept))]:
            if (
                program
                and subprocess.run([program, "-c", "import ensurepip, venv"], capture_output=True).returncode
                == 0
            ):
                found[version] = program
                break
    return found


def tried(program: str, wheel: Path, at: Path) -> list[str]:
    """What the wheel said in an empty environment of this Python."""
    run(program, "-m", "venv", at / "kosong", at=at)
    scripts = at / "kosong" / ("Scripts" if os.name == "nt" else "bin")
    python, cermat = scripts / "python", scripts / "cermat"
    install = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    for source in (TABLES, DOCUMENT):
        copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
        copy(ROOT / source, at / ("laporan" if (ROOT / source).is_dir() else "demo.docx"))
    run(*install, wheel, "datasets", at=at)
    told = [run(python, "-c", BESIDE, at=at).stdout.strip().splitlines()[-1]]
    run(cermat, "check", "laporan", "--out", "tabel", at=at, codes=(1,))
    told.append(run(cermat, "check", "demo.docx", at=at, codes=(2,)).stderr.strip())
    assert "cermat[documents]" in told[-1], told
    run(*install, f"{wheel}[documents,distributed]", at=at)
    run(
        cermat,
        "check",
        "demo.docx",
        "--out",
        "demo",
        "--format",
        "html,xlsx,docx,pdf,marked,json",
        at=at,
        codes=(1,),
    )
    found = json.loads((at / "demo" / "findings.json").read_text(encoding="utf-8"))["findings"]
    told.append(f"demo.docx: {len(found)} temuan")
    told.append(run(python, "-m", "cermat", "--version", at=at).stdout.strip())
    told.append(run(python, "-m", "pip", "check", at=at).stdout.strip())
    return told


def main() -> int:
    """1 where one of them fails, or none is found."""
    found, failed = pythons(), not pythons()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        wheel = built(made)
        for version, program in found.items():
            (made / version).mkdir()
            try:
                print(f"{version}: " + "\n      ".join(tried(program, wheel, made / version)), flush=True)
            except (RuntimeError, AssertionError) as error:
                failed = True
                print(f"{version}: {error}", file=sys.stderr, flush=True)
            shutil.rmtree(made / version)
    print(
        f"tried: {', '.join(found) or 'none'}; not found here: {', '.join(v for v in VERSIONS if v not in found)}"
    )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
