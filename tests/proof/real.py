"""The labelled real reports: how many findings are true, how many contradictions are found, and how sure the house was
of them. The reports are audited through the command line, as `make real` does; where they are missing it says so."""

import json
import os
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.proof.rows import Options, Row
from tests.real.labelled import judged
from tests.real.run import JUDGED, REAL, audited, documents, score

LEVELS = ((0.0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01))
GRAVE = ("tinggi", "sedang")
_LAST = re.compile(
    r"recall hard (\d+)/(\d+) .*soft (\d+)/(\d+) \| true (\d+) false (\d+) new (\d+) open (\d+)"
)


def by_keyakinan(out: Path) -> list[Row]:
    """A row a level of keyakinan: judged findings at sedang or above, how many of them true. Below 0.5 it is no
    finding (perlu dilihat)."""
    more = json.loads(JUDGED.read_text(encoding="utf-8"))
    ends: dict[tuple[float, float], list[bool]] = {level: [] for level in LEVELS}
    for path in sorted((REAL / "labels").glob("*.labels.json")):
        labels = json.loads(path.read_text(encoding="utf-8"))
        found = out / f"{labels['slug']}.json"
        if not found.exists():
            continue
        told, verdict = json.loads(found.read_text(encoding="utf-8")), judged(labels, more)
        for finding in [*told["findings"], *told["doubtful"]]:
            true = verdict(finding) if finding["severity"] in GRAVE else None
            level = next(level for level in LEVELS if level[0] <= finding["keyakinan"] < level[1])
            ends[level] += [] if true is None else [true]
    return [
        Row("real", f"keyakinan {low:.2f} to {min(high, 1):.2f}", len(true), {"true": sum(true)})
        for (low, high), true in ends.items()
    ]


def run(options: Options) -> list[Row]:
    """Precision and recall on the labelled reports, and by keyakinan. sample: at most so many reports, without
    scores."""
    if not REAL.is_dir():
        return [Row("real", "labelled reports", 0, note="not there: ../shared/real")]
    paths = [path for path in documents(()) if path.parent.name == "reports"][: options.sample]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            runs = list(pool.map(lambda path: audited(path, out), paths))
        crashed = sum(one.code not in (0, 1) for one in runs)
        rows = [Row("real", "audited", len(runs), {"crashed": crashed}, zero=("crashed",))]
        if options.sample is not None:
            return rows
        found = _LAST.search(score(out, JUDGED))
        assert found, "the scorer's last line is another one"
        hard, hards, soft, softs, true, false, new, unsure = map(int, found.groups())
        judged_ = true + false + new
        told = {"true": true, "false": false, "not judged": new, "precision": true / max(judged_, 1)}
        rows.append(Row("real", "findings", judged_, told, note=f"{unsure} open to dispute, left out"))
        rows.append(
            Row("real", "contradictions, hard", hards, {"found": hard, "recall": hard / max(hards, 1)})
        )
        rows.append(
            Row("real", "contradictions, soft", softs, {"found": soft, "recall": soft / max(softs, 1)})
        )
        return rows + by_keyakinan(out)
