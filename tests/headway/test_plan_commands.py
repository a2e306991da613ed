"""`plan` and `decide` as a person types them: what they print, write and return."""

import json

import pytest

from tests.headway.test_commands import CATALOGUE, FRAMEWORK, ROOT, quick_answers, scenario

DECISIONS = str(ROOT / "frameworks" / "ai-first-2030-decisions.yaml")
PSPLIB = ROOT / "tests" / "planning" / "psplib"


@pytest.fixture
def plan(run, tmp_path):  # type: ignore[no-untyped-def]
    """Run `plan` on quick answers at level 2, target 3 everywhere, 6 million a year."""
    card = str(tmp_path / "card.json")
    answers = quick_answers(tmp_path, 2)
    run("score", "--framework", FRAMEWORK, "--answers", answers, "--out", card)
    base = scenario(tmp_path)

    def planned(*arguments: str):  # type: ignore[no-untyped-def]
        return run(
            "plan", "--framework", FRAMEWORK, "--scorecard", card, "--catalogue", CATALOGUE,
            "--scenario", base, *arguments,
        )  # fmt: skip

    return planned


def test_a_plan_says_on_standard_error_how_good_it_is(plan) -> None:  # type: ignore[no-untyped-def]
    found = plan()
    assert found.exit_code == 0, found.stderr
    assert json.loads(found.stdout)["method"] == "best"
    assert "Proved best" in found.stderr


def test_no_effort_takes_a_first_plan(plan) -> None:  # type: ignore[no-untyped-def]
    found = plan("--effort", "0")
    assert json.loads(found.stdout)["method"] == "first"
    assert "rule of thumb" in found.stderr


def test_answers_in_words_leave_the_roadmap_to_the_file(plan, tmp_path) -> None:  # type: ignore[no-untyped-def]
    road = tmp_path / "road.json"
    found = plan("--scarce", "--value", "--sure", "--out", str(road))
    assert found.exit_code == 0, found.stderr
    assert json.loads(road.read_text(encoding="utf-8"))["placements"]
    for said in ("What matters most", "Chance of each target", "Business unit"):
        assert said in found.stdout


def test_an_initiative_is_explained(plan) -> None:  # type: ignore[no-untyped-def]
    found = plan("--explain", "ini-01")
    assert found.exit_code == 0, found.stderr
    assert found.stdout.startswith("Set the 2030 ambition")
    assert "Waits for it:" in found.stdout
    assert "Slack:" in found.stdout


def test_an_initiative_that_is_not_there_is_one_sentence(plan) -> None:  # type: ignore[no-untyped-def]
    found = plan("--explain", "ini-99")
    assert found.exit_code == 1
    assert "--explain ini-99" in found.stderr.splitlines()[-1]


def test_a_target_that_is_met_needs_no_way_out(plan) -> None:  # type: ignore[no-untyped-def]
    assert "The plan meets this target." in plan("--ways-out", "gov-01").stdout
    assert plan("--ways-out", "gov-99").exit_code == 1


def test_an_earlier_roadmap_is_kept_close_to_and_compared(plan, tmp_path) -> None:  # type: ignore[no-untyped-def]
    road = str(tmp_path / "road.json")
    plan("--out", road)
    found = plan("--keep", road)
    assert "Nothing in the plan is different." in found.stdout


def test_progress_is_planned_from(plan, tmp_path) -> None:  # type: ignore[no-untyped-def]
    progress = tmp_path / "progress.yaml"
    progress.write_text(
        "format: headway-progress/1\ninitiatives:\n"
        "  ini-02: {status: running, started: 2026 Q4, spent: 40}\n"
        "  ini-07: {status: stopped}\n",
        encoding="utf-8",
    )
    planned = plan("--progress", str(progress))
    assert planned.exit_code == 0, planned.stderr or planned.exception
    found = json.loads(planned.stdout)
    placed = {p["initiative"]["id"]: p for p in found["placements"]}
    assert placed["ini-02"]["start"] == "2027 Q1"
    assert placed["ini-02"]["why"] == "It is under way."
    assert "ini-07" not in placed


def test_every_mistake_in_a_progress_file_has_its_place(plan, tmp_path) -> None:  # type: ignore[no-untyped-def]
    progress = tmp_path / "progress.yaml"
    progress.write_text(
        "format: headway-progress/1\ninitiatives:\n"
        "  ini-99: {status: done}\n"
        "  ini-02: {status: running}\n"
        "  ini-03: {status: done, started: 2027 Q2, ended: 2027 Q1}\n",
        encoding="utf-8",
    )
    found = plan("--progress", str(progress))
    assert found.exit_code == 1
    places = [line.split(": ")[0].removeprefix(str(progress)) for line in found.stderr.splitlines()]
    assert [place.split(":")[1] for place in places] == ["3", "4", "5"]


def test_a_published_instance_is_scheduled(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    found = run("plan", "--format", "rcpsp", str(PSPLIB / "j301_1.sm"))
    assert found.exit_code == 0, found.stderr
    assert found.stdout.splitlines()[0] == "makespan 43 (proved shortest)"
    assert len(found.stdout.splitlines()) == 33


@pytest.mark.parametrize("content", ["", "hello", "PRECEDENCE RELATIONS:\n"])
def test_what_is_no_instance_is_one_sentence(run, tmp_path, content) -> None:  # type: ignore[no-untyped-def]
    broken = tmp_path / "broken.sm"
    broken.write_text(content, encoding="utf-8")
    found = run("plan", "--format", "rcpsp", str(broken))
    assert found.exit_code == 1
    (line,) = found.stderr.splitlines()
    assert line.startswith(f"{broken}: ")


def test_half_the_files_are_bad_usage(run) -> None:  # type: ignore[no-untyped-def]
    assert run("plan", "--framework", FRAMEWORK).exit_code == 2
    assert run("plan", "--format", "rcpsp").exit_code == 2


def decided(run, *arguments: str):  # type: ignore[no-untyped-def]
    return run("decide", DECISIONS, "--framework", FRAMEWORK, "--catalogue", CATALOGUE, *arguments)


def test_options_are_ranked_and_what_would_change_that_is_said(run) -> None:  # type: ignore[no-untyped-def]
    found = decided(run, "--decision", "operating-model")
    assert found.exit_code == 0, found.stderr
    assert "“Hub with spokes” ranks first" in found.stdout
    assert "loses the first place when" in found.stdout


def test_other_numbers_give_another_ranking(run) -> None:  # type: ignore[no-untyped-def]
    usual = decided(run, "--decision", "model-sourcing").stdout
    other = decided(run, "--decision", "model-sourcing", "--weight", "control=100").stdout
    assert usual.splitlines()[1] != other.splitlines()[1]


@pytest.mark.parametrize(
    ("argument", "status"),
    [
        (("--decision", "nothing"), 1),
        (("--input", "nothing=1"), 1),
        (("--input", "units=many"), 2),
        (("--weight", "cost=-1"), 1),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(run, argument, status) -> None:  # type: ignore[no-untyped-def]
    found = decided(run, "--decision", "operating-model", *argument)
    assert found.exit_code == status
    assert "Traceback" not in found.stderr
