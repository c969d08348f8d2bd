"""Text fields are inline Markdown, and everything that is not stays as it was written."""

from __future__ import annotations

import time

import pytest

from briefgen.compose.inline import inlines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("*em* and _em_", "<em>em</em> and <em>em</em>"),
        ("**strong** and __strong__", "<strong>strong</strong> and <strong>strong</strong>"),
        ("***both***", "<em><strong>both</strong></em>"),
        ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("[NATO](https://nato.int/a_b)", '<a href="https://nato.int/a_b">NATO</a>'),
        ('[x](https://a.b "It\'s")', '<a href="https://a.b" title="It&#39;s">x</a>'),
        ("[x](mailto:a@b.c) [y](#st-j)", '<a href="mailto:a@b.c">x</a> <a href="#st-j">y</a>'),
        ("**重要**な条約、これは**重要**です", "<strong>重要</strong>な条約、これは<strong>重要</strong>です"),
        (r"\*no\* \_no\_ \[no] \`no\`", "*no* _no_ [no] `no`"),
    ],
)
def test_the_inline_rules(text: str, expected: str) -> None:
    assert inlines(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "{{ 7*7 }} {% raw %}",
        "<script>alert(1)</script>",
        "<https://example.org>",
        "https://example.org/a_b_c",
        "&amp; &lt; &copy; AT&T",
        "snake_case_name",
        "2*3*4 = 24, a**2**b",
        "un*believ*able",
        "a * b * c",
        "* not a list",
        "# not a heading",
        "> not a quote",
        "1. not a list",
        "*nix and *bsd",
        r"C:\new\table \alpha \(x\) \<b\>",
        "trailing \\",
        "two  \nlines\\\nthree",
        "![map](https://a.b/c.png)",
        "[x](javascript:alert(1))",
        "[x](JavaScript:alert(1))",
        "[x](data:text/html;base64,xx)",
        "[x](file:///etc/passwd)",
        "[x](vbscript:x) [y](../a.html) [z](//evil.example)",
        "[ref] and [ref][1]",
        "[sic](see below)",
        "x\u0000y\u202ez\u00a0\ufeff🇺🇦",
        "\ud800 lone",
        "~~struck~~ ==marked==",
    ],
)
def test_ordinary_characters_stay_as_they_are(text: str) -> None:
    assert inlines(text).unescape() == text
    assert "<" not in inlines(text)


@pytest.mark.parametrize(
    "text",
    [
        "*" * 50_000,
        "*a " * 30_000,
        "[" * 30_000,
        "![" * 20_000,
        "[a](" * 10_000,
        "`" * 20_001 + "a",
        "_a " * 30_000,
        "\\" * 99_999,
    ],
)
def test_pathological_text_takes_no_time(text: str) -> None:
    start = time.thread_time()
    inlines(text)
    assert time.thread_time() - start < 5
