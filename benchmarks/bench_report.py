"""The PDF of the example: a whole export against WeasyPrint's start alone, in one run."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import engagements
from reporting import make_pdf
from storage.database import open_database
from storage.migrate import migrate

RUNS = 3


def main() -> None:
    """Print times and their ratio; assert nothing."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'bench.db'}")
        migrate(database)
        report = engagements.compose_report(database, engagements.create_example(database))
        database.close()
    begin = perf_counter()
    for _ in range(RUNS):
        pdf = make_pdf(report)
    whole = (perf_counter() - begin) / RUNS
    begin = perf_counter()
    for _ in range(RUNS):
        subprocess.run([sys.executable, "-c", "import weasyprint, altair"], check=True)
    start = (perf_counter() - begin) / RUNS
    print(f"export of the example, cold process    {whole:8.2f} s, {len(pdf) / 1000:.0f} kB")
    print(f"a process that only imports            {start:8.2f} s")
    print(f"ratio                                  {whole / start:8.1f}")


if __name__ == "__main__":
    main()
