"""Frozen baselines as canonical JSON: the same baseline has the same bytes, and so one hash."""

import json

from pydantic import TypeAdapter

from domain.workshop import Baseline

_BASELINE = TypeAdapter(Baseline)


def dump_baseline(baseline: Baseline) -> bytes:
    """The baseline as JSON with sorted keys and no spaces, in UTF-8."""
    content = _BASELINE.dump_python(baseline, mode="json")
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return written.encode()


def load_baseline(content: bytes) -> Baseline:
    """The baseline behind such bytes."""
    return _BASELINE.validate_json(content)
