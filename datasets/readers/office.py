"""Documents of older and other office programs, converted by LibreOffice where it is installed."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from cermat.schemas.errors import InputError
from cermat.schemas.limits import OFFICE_SECONDS

FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}
_ELSEWHERE = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
# A document is opened to be read: no macro runs, nothing it names is fetched, no figure is computed again.
_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
    },
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
        "ooInetNoProxy": "",
    },
    "Office.Writer/Content/Update": {"Link": "0"},
    "Office.Calc/Content/Update": {"Link": "2"},
    "Office.Calc/Formula/Load": {"OOXMLRecalcMode": "1", "ODFRecalcMode": "1"},
}


def program() -> str | None:
    """Path of LibreOffice, None where it is not installed."""
    found = (shutil.which(name) for name in ("soffice", "libreoffice", *_ELSEWHERE))
    return next(filter(None, found), None)


def convert(path: Path, suffix: str, to: str, folder: Path) -> Path:
    """The document as 'docx', 'xlsx' or 'pdf' in `folder`, opened as a file of this suffix. Raises InputError
    where LibreOffice is missing, cannot open it, or takes too long."""
    office = program()
    if office is None:
        raise InputError(
            f"{path.name}: untuk membaca {suffix} pasang LibreOffice (libreoffice.org; Debian: apt install "
            f"libreoffice), atau simpan sebagai .{to}"
        )
    source = shutil.copyfile(path, folder / f"asal{suffix}")
    command = [office, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore"]
    _run([*command, "--convert-to", FILTERS[to], "--outdir", str(folder), str(source)], path.name)
    made = folder / f"asal.{to}"
    if not made.is_file():
        raise InputError(f"{path.name}: LibreOffice tidak dapat membukanya (rusak, terpotong atau bersandi)")
    return made


def _run(command: list[str], name: str) -> None:
    """Run LibreOffice, and end it and what it started where it takes too long."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=os.name == "posix"
    ) as office:
        try:
            office.wait(OFFICE_SECONDS)
        except BaseException as error:
            if os.name == "posix":
                os.killpg(office.pid, signal.SIGKILL)
            office.kill()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            raise InputError(
                f"{name}: LibreOffice melewati batas {OFFICE_SECONDS} detik; simpan sendiri sebagai "
                f".docx atau .xlsx"
            ) from None


@cache
def _profile() -> Path:
    """A folder of settings of its own, while this process runs: LibreOffice may be open beside it."""
    folder = Path(tempfile.mkdtemp(prefix="cermat-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        f'xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
    return folder
