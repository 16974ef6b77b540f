"""Known weaknesses of the pinned packages, by pip-audit: `python .ci/supply.py FILE...` (files of pins).

Exit code 1 where there are any, 0 where there are none; also 0, with a line that says so, where nobody can be
asked.
"""

import json
import subprocess
import sys


def weaknesses(file: str) -> tuple[list[str], str]:
    """(a line for each known weakness of the packages that a file pins, why nobody could be asked or '')."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        file,
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    done = subprocess.run([*command, "--disable-pip", "--timeout", "20"], capture_output=True, text=True)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return [], (done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]
    return [
        f"{file}: {package['name']} {package.get('version', '')}: {found['id']}, mended in "
        f"{', '.join(found['fix_versions']) or 'no version yet'}"
        for package in packages
        for found in package.get("vulns", [])
    ], ""


def main() -> int:
    known: list[str] = []
    for file in sys.argv[1:]:
        found, silent = weaknesses(file)
        known += found
        print(f"{file}: {'not asked: ' + silent[:200] if silent else f'{len(found)} known weaknesses'}")
    print(*known, sep="\n", end="\n" if known else "")
    return int(bool(known))


if __name__ == "__main__":
    sys.exit(main())
