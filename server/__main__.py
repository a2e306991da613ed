"""Serve Headway: `python -m server`, with PORT and HEADWAY_DATABASE_URL from the environment."""

import os
import sys
from contextlib import suppress

from domain.errors import HeadwayError
from server.start import serve
from storage.database import default_database_url


def main() -> int:
    """Serve until stopped; exit status 1 with one sentence when that is not possible."""
    try:
        with suppress(KeyboardInterrupt):
            serve(os.environ.get("PORT") or "8501", default_database_url())
    except HeadwayError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print("\nHeadway has stopped. Everything that was answered is saved.")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
