"""The command line as a person types it: what it prints, writes and returns."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORK = str(ROOT / "frameworks" / "ai-first-2030.yaml")
CATALOGUE = str(ROOT / "frameworks" / "ai-first-2030-initiatives.yaml")


def quick_answers(folder: Path, value: int) -> str:
    """A CSV in which one respondent gives the same placement to every capability."""
    from storage.frameworks import load_framework

    rows = [f"ann,{q.id},{value}" for q in load_framework(FRAMEWORK).questions("quick")]
    path = folder / "answers.csv"
    path.write_text("\n".join(["respondent,question,value", *rows]) + "\n", encoding="utf-8")
    return str(path)


def scenario(folder: Path) -> str:
    path = folder / "scenario.yaml"
    path.write_text(
        "format: headway-scenario/1\nname: Base\nstart: 2027 Q1\nend: 2030 Q4\n"
        "targets: {all: 3}\nbudget: 6000\nestimate: likely\ncurrency: EUR\n",
        encoding="utf-8",
    )
    return str(path)


def test_every_command_explains_itself(run) -> None:  # type: ignore[no-untyped-def]
    for command in ("", "framework", "score", "plan", "report", "example", "export", "import"):
        asked = run(*command.split(), "--help")
        assert asked.exit_code == 0
        assert "Usage:" in asked.stdout


def test_the_shipped_framework_has_no_problems(run) -> None:  # type: ignore[no-untyped-def]
    checked = run("framework", "check", FRAMEWORK)
    assert checked.exit_code == 0
    assert "6 pillars, 28 capabilities, 140 questions (28 in the quick scan)" in checked.stdout


def test_a_broken_framework_is_refused_with_places_on_standard_error(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    broken = tmp_path / "mine.yaml"
    broken.write_text("format: headway-framework/1\nid: Mine\nid: mine\n", encoding="utf-8")
    checked = run("framework", "check", str(broken))
    assert checked.exit_code == 1
    assert checked.stdout == ""
    assert all(line.startswith(f"{broken}:") for line in checked.stderr.splitlines())
    assert "Traceback" not in checked.stderr


def test_a_file_that_is_not_there_is_bad_input(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    checked = run("framework", "check", str(tmp_path / "nowhere.yaml"))
    assert checked.exit_code == 1
    assert "nowhere.yaml" in checked.stderr


def test_a_missing_option_is_bad_usage(run) -> None:  # type: ignore[no-untyped-def]
    assert run("score", "--framework", FRAMEWORK).exit_code == 2


def test_placing_everything_at_level_three_scores_three_everywhere(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "card.json"
    scored = run(
        "score", "--framework", FRAMEWORK, "--answers", quick_answers(tmp_path, 3),
        "--out", str(out),
    )  # fmt: skip
    assert scored.exit_code == 0, scored.stderr
    card = json.loads(out.read_text(encoding="utf-8"))
    assert card["depth"] == "quick"
    nodes = [card["overall"], *card["pillars"], *card["capabilities"]]
    assert [(n["score"], n["claimed"], n["coverage"]) for n in nodes] == [(3.0, 3, 1.0)] * 35
    # Nothing proves it, so no more than level 2 is reported.
    assert {n["level"] for n in nodes} == {2}


def test_answers_outside_the_scale_name_respondent_and_question(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    answers = tmp_path / "answers.csv"
    answers.write_text(
        "respondent,question,value\nann,str-01-placement,9\nbob,nowhere,1\n", encoding="utf-8"
    )
    scored = run("score", "--framework", FRAMEWORK, "--answers", str(answers))
    assert scored.exit_code == 1
    first, second = scored.stderr.splitlines()
    assert "ann" in first
    assert "str-01-placement" in first
    assert "bob" in second
    assert "nowhere" in second


def test_score_plan_and_report_follow_one_another(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    card, road, pdf = (str(tmp_path / name) for name in ("card.json", "road.json", "board.pdf"))
    answers = quick_answers(tmp_path, 2)
    assert (
        run("score", "--framework", FRAMEWORK, "--answers", answers, "--out", card).exit_code == 0
    )
    planned = run(
        "plan", "--framework", FRAMEWORK, "--scorecard", card, "--catalogue", CATALOGUE,
        "--scenario", scenario(tmp_path), "--out", road,
    )  # fmt: skip
    assert planned.exit_code == 0, planned.stderr
    roadmap = json.loads(Path(road).read_text(encoding="utf-8"))
    assert roadmap["placements"]
    assert all(year["one_off"] + year["running"] <= 6000 for year in roadmap["years"])
    printed = run("report", "--scorecard", card, "--roadmap", road, "--out", pdf)
    assert printed.exit_code == 0, printed.stderr
    assert Path(pdf).read_bytes().startswith(b"%PDF-")


def test_a_report_needs_either_an_engagement_or_two_files(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert run("report", "--out", str(tmp_path / "x.pdf")).exit_code == 2


def test_the_ending_says_in_which_form_a_report_is_written(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    run("example")
    starts = {"a.pptx": b"PK", "a.xlsx": b"PK", "a.json": b'{\n  "format": "headway-report/1"'}
    for name, start in starts.items():
        written = run("report", "--engagement", "example", "--out", str(tmp_path / name))
        assert written.exit_code == 0, written.stderr
        assert (tmp_path / name).read_bytes().startswith(start)
    out = tmp_path / "tables.data"
    assert run("report", "--engagement", "example", "--form", "csv", "--out", str(out)).stdout == ""
    with zipfile.ZipFile(out) as tables:
        assert "initiatives.csv" in tables.namelist()


def test_an_ending_that_says_no_form_is_named(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    refused = run("report", "--engagement", "example", "--out", str(tmp_path / "board.docx"))
    assert refused.exit_code == 2
    assert "found .docx" in refused.stderr
    assert ".pptx" in refused.stderr


def test_example_prints_its_id_alone_and_only_once_makes_it(run) -> None:  # type: ignore[no-untyped-def]
    assert run("example").stdout == "example\n"
    assert run("example").stdout == "example\n"


def test_an_engagement_goes_out_and_comes_back_with_the_same_scores(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    import engagements
    from storage.database import default_database_url, open_database

    run("example")
    file = str(tmp_path / "engagement.json")
    assert run("export", "example", "--out", file).exit_code == 0
    brought = run("import", file)
    assert brought.exit_code == 0, brought.stderr
    database = open_database(default_database_url())
    copy = brought.stdout.strip()
    assert copy != "example"
    original = engagements.score_engagement(database, "example")
    assert engagements.score_engagement(database, copy).overall == original.overall
    database.close()


def test_an_unknown_engagement_is_one_sentence(run, tmp_path) -> None:  # type: ignore[no-untyped-def]
    exported = run("export", "nowhere", "--out", str(tmp_path / "x.json"))
    assert exported.exit_code == 1
    assert len(exported.stderr.splitlines()) == 1


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "headway", "example"],
        cwd=ROOT,
        env={**os.environ, "HEADWAY_DATABASE_URL": f"sqlite:///{tmp_path / 'headway.db'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "example\n"


def test_the_commands_of_the_readme_work_as_they_stand(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").replace("\\\n", " ")
    commands = [line.strip() for line in readme.splitlines() if "-m headway" in line]
    assert len(commands) == 6
    (tmp_path / "data").mkdir()
    for name in ("frameworks", "headway", ".venv"):
        (tmp_path / name).symlink_to(ROOT / name)
    for command in commands:
        ran = subprocess.run(
            command.replace(".venv/bin/python", sys.executable),
            shell=True,
            cwd=tmp_path,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "HEADWAY_DATABASE_URL": f"sqlite:///{tmp_path / 'headway.db'}",
            },
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "data" / "board.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "data" / "example.pdf").read_bytes().startswith(b"%PDF-")
