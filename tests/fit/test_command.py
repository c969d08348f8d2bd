"""What a user sees of the page fit: the same choice in every format, a line on stderr, a table on demand, one error."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import briefgen
from briefgen.cli.render import render as command


@pytest.fixture(scope="module")
def brief():
    return briefgen.load(briefgen.example())


def test_every_format_holds_the_same_choice(brief):
    reports = [
        briefgen.render(brief, format=name, template="one-page", pages=1).report
        for name in ("pdf", "docx", "html", "md")
    ]
    assert reports[0] is not None
    assert all(report == reports[0] for report in reports)


def test_pages_bounds_any_template(brief):
    whole = briefgen.render(brief, template="glance")
    assert whole.pages is not None
    assert whole.pages > 1
    less = briefgen.render(brief, template="glance", pages=whole.pages - 1)
    assert less.pages == whole.pages - 1
    assert less.report is not None
    assert less.report.count("omitted") + less.report.count("short")


def test_a_line_on_stderr_and_a_table_on_demand(tmp_path):
    run = CliRunner().invoke(
        command, [str(briefgen.example()), "-t", "one-page", "-o", str(tmp_path / "x.pdf"), "--explain-fit"]
    )
    assert run.exit_code == 0, run.output
    assert "1 page, " in run.stderr
    assert "% full; " in run.stderr
    assert "worth" in run.stderr
    assert run.stdout == ""


def test_what_cannot_fit_is_one_error_and_nothing_is_written(brief, tmp_path):
    from dataclasses import replace

    long = replace(brief, bottom_line=replace(brief.bottom_line, text="Too many words for a page. " * 400))
    with pytest.raises(briefgen.LayoutError, match="points more than the one page") as error:
        briefgen.render(long, template="one-page")
    assert len(error.value.faults) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("example", ["putin-kim-summit", "new-start"])
def test_the_full_brief_can_be_held_to_some_pages(example):
    brief = briefgen.load(Path(str(briefgen.example())).parents[1] / example / "brief.yaml")
    whole = briefgen.render(brief, template="full", check=False)
    held = briefgen.render(brief, template="full", pages=3, check=False)
    assert whole.pages is not None
    assert whole.pages > 3
    assert held.pages == 3
    assert held.report is not None
    assert held.report.fill > 90
    standing = [item for item in held.report.items if item.variant != "omitted"]
    assert {item.importance for item in held.report.items if item.variant == "omitted"}
    assert all(item.variant != "omitted" for item in held.report.items if item.importance == 5)
    assert len(standing) > 10
