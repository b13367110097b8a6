"""What `import crm` costs beside the libraries it stands on: medians of ten fresh interpreters each, and the ratio.

python benchmarks/import_time.py

`import crm` alone loads nothing, so that the second figure touches the models, the database, the reader and coverage.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 10
PEERS = "import sqlalchemy.orm, email_validator, phonenumbers"
OURS = {
    "import crm": "import crm",
    "import crm and use it": "import crm; crm.PressContact, crm.Database, crm.read, crm.coverage, crm.ingest",
}


def seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main() -> None:
    codes = {"nothing": "pass", PEERS: PEERS, **OURS}
    samples: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(RUNS + 1):
        for name, code in codes.items():
            samples[name].append(seconds(code))
    start, *_ = medians = [statistics.median(times[1:]) for times in samples.values()]
    peers = medians[1] - start
    for name, median in zip(codes, medians, strict=True):
        print(f"{(median - start) * 1000:7.1f} ms  {(median - start) / peers:5.2f} ×  {name}")


if __name__ == "__main__":
    main()
