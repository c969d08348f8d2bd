"""The files that ship beside the examples: the schema, the script, the starter."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import briefgen

BRIEFS = ["putin-kim-summit", "new-start"]


def test_the_schema_beside_the_examples_is_the_one_that_is_printed(examples: Path) -> None:
    shipped = json.loads((examples / "brief.schema.json").read_text(encoding="utf-8"))
    assert shipped == briefgen.schema(), "write it anew: briefgen schema > examples/brief.schema.json"


@pytest.mark.parametrize("name", BRIEFS)
def test_the_first_line_points_editors_at_the_schema(examples: Path, name: str) -> None:
    brief = examples / name / "brief.yaml"
    first = brief.read_text(encoding="utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(.+)", first)
    assert found is not None
    assert (brief.parent / found.group(1)).resolve() == (examples / "brief.schema.json").resolve()


@pytest.mark.parametrize("name", BRIEFS)
def test_the_schema_accepts_the_example(examples: Path, name: str) -> None:
    import jsonschema
    import yaml

    data = yaml.load((examples / name / "brief.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    jsonschema.Draft202012Validator(briefgen.schema()).validate(data)


@pytest.mark.parametrize("name", BRIEFS)
def test_an_example_survives_dump_and_load(examples: Path, name: str) -> None:
    brief = briefgen.load(examples / name / "brief.yaml")
    assert briefgen.loads(briefgen.dump(brief)) == brief


def test_the_starter_loads_and_cites_its_source(examples: Path) -> None:
    starter = briefgen.load(examples.parent / "templates" / "starter" / "brief.yaml")
    assert starter.id == "my-brief"
    assert {citation.source for one in starter.provisions for citation in one.citations} == {"example-source"}
    assert all(one.headline for one in (*starter.provisions, *starter.responses, *starter.judgements, *starter.caveats))


@pytest.mark.parametrize("target", ["", "elsewhere/named.pdf"])
def test_the_script_writes_a_pdf_from_any_folder_and_says_where(examples: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    command = [sys.executable, str(examples / "summit.py"), *([target] if target else [])]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    written = tmp_path / (target or "summit.pdf")
    assert Path(done.stdout.strip()) == written.resolve()
    assert written.read_bytes().startswith(b"%PDF-")


def test_the_script_quotes_the_article_word_for_word(examples: Path) -> None:
    import runpy

    brief = runpy.run_path(str(examples / "summit.py"))["brief"]
    source = (examples.parent / "seeds" / "putin-kim-summit-2024.txt").read_text(encoding="utf-8")
    quotes = re.findall(r"quote='([^']*)'|quote=\"([^\"]*)\"", repr(brief))
    assert quotes
    assert ["".join(pair) for pair in quotes if "".join(pair) not in source] == []
