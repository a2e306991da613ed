"""What several commands share: how files are named, read and written."""

from pathlib import Path

import click

from domain.framework import Framework

# A file that is not there is bad input, not bad usage: the readers say so in a sentence.
FILE = click.Path(path_type=Path)
OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


def framework_at(path: Path) -> Framework:
    """The framework in a file, checked as when it is added. Raises InvalidInput."""
    from engagements import check_framework
    from storage.versioned_file import content_of

    return check_framework(content_of(path), str(path))


def write(text: str, out: Path | None) -> None:
    """Write to a file, or to standard output without one."""
    if out is None:
        click.echo(text)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(f"{out}: written", err=True)
