"""Small pieces of HTML: what comes from data is escaped once, and never twice."""

from views.html import Column, Html, grey, heading, join, table, tag


def test_text_is_escaped_once() -> None:
    found = tag("p", join(("<b>", grey("<i>"), tag("em", "&"))))
    assert found == '<p>&lt;b&gt;<span class="g">&lt;i&gt;</span><em>&amp;</em></p>'


def test_attributes_are_escaped_and_none_is_left_out() -> None:
    assert tag("a", "x", title='"><script>', class_="c", href=None) == (
        '<a title="&quot;&gt;&lt;script&gt;" class="c">x</a>'
    )


def test_a_table_has_heads_caption_and_aligned_numbers() -> None:
    found = table("Légende", (Column("Nom"), Column("€", number=True)), [("<x>", "1")], ("Total", "1"))
    assert "<caption>Légende</caption>" in found
    assert '<th scope="col" class="n">€</th>' in found
    assert '<td>&lt;x&gt;</td><td class="n">1</td>' in found
    assert "<tfoot><tr><td>Total</td>" in found
    assert isinstance(found, Html)


def test_a_heading_without_detail_has_none() -> None:
    assert heading("Parcelles") == '<h3 class="s">Parcelles</h3>'
