"""Lines that sell, link or warn are cut; lines that report are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.boilerplate import find_boilerplate


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe today for just $4 a month.",
        "Sign up for our free weekly newsletter.",
        "Start your 30-day free trial with no obligation.",
        "We use cookies to improve the site; accept or change your settings.",
        "© 2025 The Example Courier. All rights reserved.",
        "Read more: What we know about the port",
        "Follow us on Telegram",
        "This article first appeared in the Harbour Letter.",
        "Unsubscribe at any time.",
        "Was this forwarded to you? Forward it to a friend.",
        "Click here to download our app.",
        "Support independent journalism.",
    ],
)
def test_a_line_that_sells_or_links_is_cut_with_its_reason(line: str) -> None:
    text = f"Drones hit the port.\n\n{line}\n\nTwo people were hurt."
    (skip,) = find_boilerplate(text)
    assert text[skip.start : skip.end] == line
    assert skip.reason.startswith("boilerplate: ")


@pytest.mark.parametrize(
    "line",
    [
        "Gunmen killed a newspaper subscription agent on Monday.",
        "The army accepted a free passage for the wounded, according to the governor.",
        "Fuel now costs $4 a litre in the besieged town.",
        "The ministry said on Friday that the newsletters were forged.",
        "Police trialled a new siren in the port.",
        "A cookie factory was hit by a shell.",
        "They joined the march today.",
    ],
)
def test_a_line_that_reports_is_kept(line: str) -> None:
    assert find_boilerplate(f"Drones hit the port.\n\n{line}\n") == ()


def test_a_line_beside_an_offer_that_addresses_the_reader_goes_with_it() -> None:
    text = "Drones hit the port.\n\nSubscribe now.\nYour first month is on us.\n"
    assert [text[s.start : s.end] for s in find_boilerplate(text)] == ["Subscribe now.", "Your first month is on us."]


@given(st.text(alphabet=st.sampled_from("Subscribe today $4.© \nfree\r\t"), max_size=400))
def test_what_is_cut_is_whole_lines_of_the_text_as_it_came(text: str) -> None:
    for skip in find_boilerplate(text):
        assert "\n" not in text[skip.start : skip.end]
        assert skip.start == 0 or text[skip.start - 1] == "\n"
        assert skip.end == len(text) or text[skip.end] == "\n"


@pytest.mark.parametrize("unit", [".", "9", "A. ", " ", "$4 a ", "subscrib ", "free ", "\n", "cookie ", "trial "])
def test_a_megabyte_of_one_thing_comes_to_an_end(unit: str) -> None:
    find_boilerplate(unit * (1_000_000 // len(unit)))


def test_a_paragraph_that_counts_subscribers_is_news() -> None:
    text = (
        "Substations around Kharkiv were hit 15 times on Friday, which left 700,000 subscribers in the dark for a day. "
        "In Khmelnytskyi a missile fell on a house and two people died, while crews were still at work in Odesa."
    )
    assert not find_boilerplate(text)


def test_of_an_article_on_one_line_only_the_sentence_that_sells_is_left_out() -> None:
    story = "Rebels entered the town at dawn and took the post office, the town hall and both of its bridges. " * 5
    text = f"{story}Subscribe now for full access to our pages. {story}"
    (skip,) = find_boilerplate(text)
    assert text[skip.start : skip.end].strip() == "Subscribe now for full access to our pages."
