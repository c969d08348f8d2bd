"""The markup subset: each element becomes its node, whatever is outside is an error, and what is empty vanishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from briefgen.compose.markup import Parsed
from briefgen.document import (
    Attr,
    Break,
    Callout,
    Cite,
    Code,
    Columns,
    Definition,
    Definitions,
    Emph,
    Field,
    Heading,
    Item,
    Link,
    List,
    Mark,
    Note,
    Paragraph,
    Quote,
    Rule,
    Running,
    Section,
    Span,
    Strong,
    Sub,
    Super,
    Text,
)

Parse = Callable[[str], Parsed]


def p(*children: Any, **attr: Any) -> Paragraph:
    inlines = tuple(Text(child) if isinstance(child, str) else child for child in children)
    return Paragraph(children=inlines, attr=Attr(**attr))


X = (Text("x"),)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("<p>x</p>", p("x")),
        ("<P>x</P>", p("x")),
        ("<p><!-- not <b> this --> x</p>", p("x")),
        ("<p>&lt;b&gt; &amp;amp; &#34; &#x41;&eacute; AT&T &copy</p>", p('<b> &amp; " Aé AT&T &copy')),
        ("<h1>x</h1>", Heading(level=1, children=X)),
        ("<h4 id='a'>x</h4>", Heading(level=4, children=X, attr=Attr(id="a"))),
        (
            '<p id="i" class="one two one" lang="ko" data-importance="5" data-keep data-fit="short">x</p>',
            p("x", id="i", classes=("one", "two"), lang="ko", importance=5, keep=True, fit="short"),
        ),
        ("<p data-keep='false'>x</p>", p("x")),
        ("<ul><li>a</li><li><p>b</p><ol start='3'><li>c</li></ol></li></ul>",
         List(items=(Item(blocks=(p("a"),)),
                     Item(blocks=(p("b"), List(items=(Item(blocks=(p("c"),)),), ordered=True, start=3)))))),
        ("<ul><li>a <em>b</em><ul><li>c</li></ul> d</li></ul>",
         List(items=(Item(blocks=(p("a ", Emph(children=(Text("b"),))),
                                  List(items=(Item(blocks=(p("c"),)),)), p("d"))),))),
        ("<dl><dt id='t'>a</dt><dd class='c'>b</dd><dd><p>c</p></dd></dl>",
         Definitions(entries=(Definition(term=(Text("a"),), blocks=(p("b"), p("c")),
                                         attr=Attr(id="t", classes=("c",))),))),
        ("<blockquote><p>x</p></blockquote>", Quote(blocks=(p("x"),))),
        ("<blockquote>x</blockquote>", Quote(blocks=(p("x"),))),
        ('<aside class="key"><h2>x</h2><p>x</p></aside>',
         Callout(blocks=(Heading(level=2, children=X), p("x")), attr=Attr(classes=("key",)))),
        ("<section><h2>x</h2><p>x</p></section>", Section(blocks=(Heading(level=2, children=X), p("x")))),
        ('<div class="columns wide" data-count="3"><p>x</p></div>',
         Columns(blocks=(p("x"),), count=3, attr=Attr(classes=("wide",)))),
    ],
)  # fmt: skip
def test_blocks(text: str, block: Any, parse: Parse) -> None:
    assert parse(text).blocks == (block,)


def test_a_rule_stands_between_blocks_only(parse: Parse) -> None:
    rule = Rule(attr=Attr(classes=("page",)))
    assert parse("<hr><p>x</p><hr class='page'><p></p><hr><p>x</p><hr>").blocks == (p("x"), rule, p("x"))


@pytest.mark.parametrize(
    ("text", "inlines"),
    [
        ("<em>x</em>", Emph(children=X)),
        ("<strong>x</strong>", Strong(children=X)),
        ("<sub>x</sub>", Sub(children=X)),
        ("<sup>x</sup>", Super(children=X)),
        ("<code> x  y </code>", Code(text="x y")),
        ("<mark class='m'> TLP:RED </mark>", Mark(label="TLP:RED", attr=Attr(classes=("m",)))),
        ("<span class='s' lang='fr'>x</span>", Span(children=X, attr=Attr(classes=("s",), lang="fr"))),
        ("<a href='https://a.b/?c=1&amp;d=2' title='t'>x</a>",
         Link(target="https://a.b/?c=1&d=2", title="t", children=X)),
        ("<a href='mailto:a@b.c'>x</a>", Link(target="mailto:a@b.c", children=X)),
        ("<a id='i' href='#i'>x</a>", Link(target="#i", children=X, attr=Attr(id="i"))),
        ("<a href='javascript:x'>x</a>", Text("x")),
        ("<a href='ftp://a.b'>x</a>", Text("x")),
        ("<a href=''>x</a>", Text("x")),
        ("<a href='https://a b'>x</a>", Text("x")),
        ("<a href='#nowhere'>x</a>", Text("x")),
        ("<cite ref='nowhere'>x</cite>", Cite(target="", children=X)),
        ("<cite ref='i' id='i'>x</cite>", Cite(target="i", children=X, attr=Attr(id="i"))),
        ("<note>x</note>", Note(blocks=(p("x"),))),
        ("<note> <p>x</p> <p class='c'>y</p> </note>", Note(blocks=(p("x"), p("y", classes=("c",))))),
    ],
)  # fmt: skip
def test_inlines(text: str, inlines: Any, parse: Parse) -> None:
    assert parse(f"<p>{text}</p>").blocks == (Paragraph(children=(inlines,)),)


E, S = (lambda text: Emph(children=(Text(text),))), (lambda text: Strong(children=(Text(text),)))
NOTE, BR = Note(blocks=(p("n"),)), Break()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a \n\t b  ", p("a b")),
        ("a<em> b </em>c", p("a ", E("b"), " c")),
        ("a <em> b</em> <strong>c</strong>", p("a ", E("b"), " ", S("c"))),
        ("<em>a</em><strong>b</strong>", p(E("a"), S("b"))),
        ("<em> </em>a<em> </em>b<em></em>", p("a b")),
        ("a\u00a0b \u00a0 c\u2009d\u200b", p("a\u00a0b \u00a0 c\u2009d\u200b")),
        ("a\x85b\u2028c\x0bd\re", p("a b c d e")),
        (" a <br> b ", p("a", BR, "b")),
        ("<br> <br>a<br>", p("a")),
        ("a <note>n</note> b", p("a", NOTE, " b")),
        ("a <note>n</note>.", p("a", NOTE, ".")),
        ("a<note> n </note>b", p("a", NOTE, "b")),
        ("a <note>n</note>b", p("a", NOTE, " b")),
        ("a\n<note>n</note>\n", p("a", NOTE)),
        ("a <a href='#no'> b </a>c", p("a b c")),
    ],
)
def test_white_space_folds_over_the_borders_of_elements(text: str, expected: Paragraph, parse: Parse) -> None:
    assert parse(f"<p>{text}</p>").blocks == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "<p></p>",
        "<p> <em> <strong></strong></em><br></p>",
        "<h2> </h2>",
        "<ul><li></li><li> <p></p></li></ul>",
        "<ol></ol>",
        "<dl><dt>x</dt><dd> </dd></dl>",
        "<dl><dt></dt><dd>x</dd></dl>",
        "<table><thead><tr><th>a</th></tr></thead><tbody></tbody></table>",
        "<table><caption>x</caption><tr><td> </td><td><p></p></td></tr></table>",
        "<blockquote> </blockquote>",
        "<aside><h3>x</h3><p></p></aside>",
        "<section><h2>x</h2><section><h3>y</h3></section><hr></section>",
        "<div class='columns'><section><h2>x</h2></section></div>",
        "<p><note> </note><mark></mark><code> </code></p>",
        "<p><note><p></p></note></p>",
    ],
)
def test_what_is_empty_vanishes(text: str, parse: Parse) -> None:
    assert parse(text).blocks == ()


@pytest.mark.parametrize(
    "gone",
    [
        "<section id='out'><h2 id='gone'>x</h2><p> </p></section>",
        "<section><h2><span id='gone'>x</span></h2></section>",
        "<dl><dt> </dt><dd><p><span id='gone'>x</span></p></dd></dl>",
        "<table><thead><tr><th><p><span id='gone'>x</span></p></th></tr></thead></table>",
    ],
)
def test_a_link_to_what_vanished_becomes_its_words(parse: Parse, gone: str) -> None:
    parsed = parse(f"<p>See <a href='#gone'>the section</a>.</p>{gone}<ul><li><p>y</p></li></ul>")
    assert parsed.blocks == (p("See the section."), List(items=(Item(blocks=(p("y"),)),)))


def test_running_content_and_settings(parse: Parse) -> None:
    parsed = parse(
        '<meta name="theme" content="letter"><meta name="pages" content="1">'
        '<header><span class="start">a</span> <span class="end small">b</span></header><header class="first"></header>'
        '<footer><span class="center">Page <span data-field="page"></span> of '
        '<span data-field="pages"></span></span></footer>'
    )
    assert (parsed.theme, parsed.pages) == ("letter", 1)
    assert parsed.header == Running(
        start=(Text("a"),), end=(Span(children=(Text("b"),), attr=Attr(classes=("small",))),)
    )
    assert parsed.first_header == Running()
    assert parsed.first_footer is None
    assert parsed.footer.center == (Text("Page "), Field("page"), Text(" of "), Field("pages"))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<h5>x</h5>", "<h5> is not in the markup"),
        ("<script>x</script>", "<script> is not in the markup"),
        ("<p><b>x</b></p>", "<b> is not in the markup"),
        ("<p><q>x</q></p>", "<q> is not in the markup"),
        ("<!DOCTYPE html><p>x</p>", "a declaration has no place in a template"),
        ("<p>a < b</p>", "a '<' opens no tag"),
        ("<p>x", "<p> is not closed"),
        ("<p><em>x</p>", "<em> is not closed before </p>"),
        ("<p>x</em></p>", "</em> closes nothing"),
        ("<p>x<br></br></p>", "</br> closes what has no content"),
        ("<p/>", "<p/> closes itself"),
        ("<p class='a>x</p>", "a '<' opens no tag"),
        ("<p class='a'b>x</p>", "the attributes of <p> cannot be read"),
        ("<p id='a' id='b'>x</p>", "<p> has 'id' twice"),
        ("<p>&nonsense;</p>", "&nonsense; is no character"),
        ("<p>&#1114112;</p>", "&#1114112; is no character"),
        ("<p style='x'>x</p>", "<p> has no attribute 'style'"),
        ("<p onclick='x'>x</p>", "<p> has no attribute 'onclick'"),
        ("<p data-x='x'>x</p>", "<p> has no attribute 'data-x'"),
        ("<p href='x'>x</p>", "<p> has no attribute 'href'"),
        ("<p id='a b'>x</p>", "the id 'a b' holds a space or '#'"),
        ("<p id='a'>x</p><p id='a'>y</p>", "the id 'a' is already that of another element"),
        ("<p lang='a b'>x</p>", "'a b' is not a language tag"),
        ("<p data-importance='6'>x</p>", "data-importance of <p> cannot be '6'"),
        ("<p data-importance='x'>x</p>", "data-importance of <p> cannot be 'x'"),
        ("<p data-keep='maybe'>x</p>", "data-keep of <p> cannot be 'maybe'"),
        ("<p data-fit='long'>x</p>", "data-fit of <p> cannot be 'long'"),
        ("x", "the text 'x' cannot stand by itself outside all elements"),
        ("<em>x</em>", "<em> cannot stand by itself outside all elements"),
        ("<section>x</section>", "the text 'x' cannot stand by itself in <section>"),
        ("<p>a<p>b</p></p>", "<p> cannot stand in <p>"),
        ("<p><ul><li>x</li></ul></p>", "<ul> cannot stand in <p>"),
        ("<h1><p>x</p></h1>", "<p> cannot stand in <h1>"),
        ("<p><img src='x' alt='x'></p>", "<img> cannot stand in <p>"),
        ("<li>x</li>", "<li> cannot stand here"),
        ("<section><li>x</li></section>", "<li> cannot stand in <section>"),
        ("<section><header></header></section>", "<header> cannot stand in <section>"),
        ("<td>x</td>", "<td> cannot stand here"),
        ("<ul><p>x</p></ul>", "<p> cannot stand in <ul>"),
        ("<ul>x</ul>", "text cannot stand in <ul> itself"),
        ("<ol start='x'><li>x</li></ol>", "start of <ol> cannot be 'x'"),
        ("<ul start='2'><li>x</li></ul>", "<ul> has no attribute 'start'"),
        ("<dl><dd>x</dd></dl>", "<dd> stands before any <dt>"),
        ("<dl><dt>x</dt></dl>", "<dt> has no <dd> after it"),
        ("<div><p>x</p></div>", "<div> is only for columns: class=\"columns\""),
        ("<div class='columns' data-count='9'><p>x</p></div>", "data-count of <div> cannot be '9'"),
        ("<p><a>x</a></p>", "<a> has no href"),
        ("<p><a href='#a'>x<a href='#b'>y</a></a></p>", "<a> cannot stand in another <a>"),
        ("<p><note>x<note>y</note></note></p>", "<note> cannot stand in <note>"),
        ("<p><a href='https://x.y'>x<note>y</note></a></p>", "<note> cannot stand in <a>"),
        ("<p><note><ul><li>x</li></ul></note></p>", "<ul> cannot stand in <note>"),
        ("<p><note>x<p>y</p></note></p>", "a <note> holds either a line of text or paragraphs, not both"),
        ("<p><code>x<em>y</em></code></p>", "<em> cannot stand in <code>, which holds only text"),
        ("<p><mark>x<em>y</em></mark></p>", "<em> cannot stand in <mark>, which holds only text"),
        ("<p>x<br class='a'>y</p>", "<br> has no attribute 'class'"),
        ("<p><span data-field='page'></span></p>", "page numbers stand only in <header> and <footer>"),
        ("<header>x</header>", "text cannot stand in <header> itself"),
        ("<header><p>x</p></header>", "<p> cannot stand in <header>"),
        ("<header><span>x</span></header>", "a <span> in <header> has no place"),
        ("<header><span class='end'>x<note>y</note></span></header>", "<note> cannot stand in <header> or <footer>"),
        ("<header class='last'></header>", "class of <header> cannot be 'last'"),
        ("<header></header><header></header>", "there are two <header>"),
        ("<meta name='x' content='y'>", "name of <meta> cannot be 'x'"),
        ("<meta name='pages' content='many'>", "content of <meta> cannot be 'many'"),
        ("<meta name='theme' content='a'><meta name='theme' content='b'>", "there are two <meta> for 'theme'"),
        ("<figure><p>x</p></figure>", "<p> cannot stand in <figure>"),
        ("<span>" * 70 + "</span>" * 70, "<span> stands in more than 60 elements"),
        ("<section>" * 60 + "<hr>" + "</section>" * 60, "<hr> stands in more than 60 elements"),
    ],
)  # fmt: skip
def test_what_is_outside_the_markup_is_an_error(text: str, what: str, faults: Callable[[str], list[str]]) -> None:
    assert what in faults(text)


def test_all_faults_come_at_once(faults: Callable[[str], list[str]]) -> None:
    assert len(faults("<h5>a</h5><p style='x'>b</p><ul>c</ul><p><b>d</b></p>")) >= 4


def test_a_hundred_like_faults_are_not_a_hundred_lines(faults: Callable[[str], list[str]]) -> None:
    assert len(faults("<h5>a</h5>" * 100)) == 1


def test_a_mark_in_the_text_of_a_brief_is_only_text(parse: Parse) -> None:
    assert parse("<p>a\x001:2\x00 b</p>").blocks == (p("a\x001:2\x00 b"),)
