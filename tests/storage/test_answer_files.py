"""Answers as CSV, as people and their spreadsheets write them."""

from pathlib import Path

import pytest

from domain.answers import Answer
from domain.errors import InvalidInput
from storage.answer_files import parse_answers, read_answers

HEAD = "respondent,question,value\n"


def answers_of(text: str) -> tuple[Answer, ...]:
    return parse_answers(text.encode(), "answers.csv")


def problems_of(content: str | bytes) -> list[str]:
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(InvalidInput) as caught:
        parse_answers(content, "answers.csv")
    return [str(problem) for problem in caught.value.problems]


def test_each_line_becomes_an_answer(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(
        "respondent,question,value,confidence,comment,evidence\n"
        'ada,q1,3,high,"Signed, and dated",Minutes of 3 May\n'
        "bob,q1,2.5,,,\n"
    )
    assert read_answers(file) == (
        Answer("ada", "q1", "value", 3.0, "high", "Signed, and dated", "Minutes of 3 May"),
        Answer("bob", "q1", "value", 2.5),
    )


def test_columns_come_in_any_order_and_letter_case() -> None:
    assert answers_of("Value,Comment,Question,RESPONDENT\n3,x,q1,ada\n") == (
        Answer("ada", "q1", "value", 3.0, comment="x"),
    )


@pytest.mark.parametrize(
    "written", ["dont_know", "don't know", "Don\u2019t know", "DK", "dont-know"]
)
def test_dont_know_is_an_answer(written: str) -> None:
    assert answers_of(f"{HEAD}ada,q1,{written}\n") == (Answer("ada", "q1", "dont_know"),)


@pytest.mark.parametrize("written", ["not_applicable", "Not applicable", "n/a", "N/A", "na"])
def test_not_applicable_is_an_answer(written: str) -> None:
    assert answers_of(f"{HEAD}ada,q1,{written}\n") == (Answer("ada", "q1", "not_applicable"),)


def test_a_spreadsheets_semicolons_decimal_commas_mark_and_line_ends_are_welcome() -> None:
    content = "\ufeffrespondent;question;value;comment\r\nada;q1;2,5;a, b\r\n".encode()
    assert parse_answers(content, "answers.csv") == (
        Answer("ada", "q1", "value", 2.5, comment="a, b"),
    )


def test_empty_lines_are_passed_over() -> None:
    assert len(answers_of(f"{HEAD}\nada,q1,1\n\n")) == 1


def test_a_comment_can_have_several_lines_and_later_lines_keep_their_numbers() -> None:
    text = 'respondent,question,value,comment\nada,q1,1,"one\ntwo"\nbob,q1,x,\n'
    assert problems_of(text)[0].startswith('answers.csv, line 4: the value "x" is no answer')


@pytest.mark.parametrize(
    "value", ["", "3 apples", "1e3", "nan", "inf", "=1+1", "1,5", "--1", "9" * 13]
)
def test_a_value_that_is_no_number_is_refused(value: str) -> None:
    expected = (
        f'answers.csv, line 2: the value "{value}" is no answer; '
        "give a number, dont_know or not_applicable"
    )
    assert problems_of(f'{HEAD}ada,q1,"{value}"\n') == [expected]


def test_the_same_question_answered_twice_is_refused_and_both_lines_named() -> None:
    assert problems_of(f"{HEAD}ada,q1,1\nbob,q1,1\nada,q1,2\n") == [
        "answers.csv, line 4: ada answers q1 on line 2 and again on line 4; keep one of them"
    ]


def test_every_bad_line_is_told() -> None:
    text = (
        "respondent,question,value,confidence\n"
        "ada,q1,1,sure\n"
        ",q2,1,\n"
        "ada,,1,\n"
        "ada,q3,1,low,extra\n"
        "ada,q4\n"
        "ada,q5,maybe,low\n"
    )
    assert problems_of(text) == [
        'answers.csv, line 2: the confidence is low, medium or high, not "sure"',
        "answers.csv, line 3: the respondent is empty",
        "answers.csv, line 4: the question is empty",
        "answers.csv, line 5: 4 cells were expected, as in the header, found 5",
        "answers.csv, line 6: 4 cells were expected, as in the header, found 2",
        'answers.csv, line 7: the value "maybe" is no answer; '
        "give a number, dont_know or not_applicable",
    ]


def test_a_header_that_does_not_fit_is_refused() -> None:
    assert problems_of("respondent,questoin,value,value\nada,q1,1,1\n") == [
        "answers.csv, line 1: the column question is missing",
        "answers.csv, line 1: unknown column questoin; did you mean question?",
        "answers.csv, line 1: the column value is there twice",
    ]


def test_an_empty_file_is_told_what_to_start_with() -> None:
    assert problems_of("")[0].endswith("start with respondent,question,value")


def test_an_unclosed_quote_is_refused() -> None:
    assert "line 2: the line cannot be read" in problems_of(f'{HEAD}ada,q1,"1\n')[0]


def test_long_and_hidden_texts_are_refused() -> None:
    head = "respondent,question,value,comment\n"
    assert problems_of(f"{head}ada,q1,1,{'x' * 4001}\n") == [
        "answers.csv, line 2: the comment may have 4,000 characters, it has 4,001"
    ]
    assert problems_of(f"{head}ada,q1,1,x\u202ey\n") == [
        "answers.csv, line 2: the comment has the character U+202E; remove it"
    ]
    assert "U+0000" in problems_of(f"{head}ada\x00,q1,1,x\n")[0]


def test_other_encodings_and_sizes_are_refused() -> None:
    assert "the file is not UTF-8" in problems_of(f"{HEAD}Jörg,q1,1\n".encode("latin-1"))[0]
    assert "the file may have 10,000,000 bytes" in problems_of(b"x" * 10_000_001)[0]
    assert "cannot be read" in problems_of(f"{HEAD}{'x' * 200_000},q1,1\n")[0]


def test_more_than_a_hundred_problems_are_cut_short() -> None:
    found = problems_of(HEAD + "".join(f"r{count},q1,x\n" for count in range(150)))
    assert found[-1] == "answers.csv: and 50 more problems"
    assert len(found) == 101
