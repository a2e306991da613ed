"""In CI nothing may be skipped: what cannot run there counts as failed."""

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

T = TypeVar("T", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test."""
    return _not_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A skipped file, as importorskip makes one."""
    return _not_skipped((yield))


def _not_skipped(report: T) -> T:
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {report.longrepr}"
    return report
