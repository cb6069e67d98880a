"""What a name's role is judged by: the words, places and incidents around it, as the model is told of them."""

from __future__ import annotations

import pytest

from geo.model import Article
from geo.reading.events import gather
from geo.reading.read import look_over
from geo.reading.role_features import features
from geo.reading.role_surroundings import Surroundings, survey
from tests.reading.told import PUBLISHED, gazetteer


def around(text: str) -> Surroundings:
    """A text with its incidents, as an article of Friday 17 May 2024."""
    found = gather(look_over(Article(id="t", text=text, published=PUBLISHED), gazetteer()), gazetteer())
    return survey(found.document, found.drafts, found.views, found.refused)


def cues(text: str, name: str, number: int = 0) -> list[str]:
    """The cues of one mention of a name; `number` counts its mentions."""
    all_ = around(text)
    return features([one for one in all_.document.names if one.name == name][number], all_)


HIT = "A missile hit Homs on Monday and killed two people."
SCHOOL = f"{HIT}\n\nThe mayor of Homs went to school in Homs."
LONG = "On Monday a missile killed a man in Aleppo, a town near Hama, on the road to Homs."


@pytest.mark.parametrize(
    ("text", "name", "number", "cue"),
    [
        pytest.param(
            "Kupyansk: A missile hit Chuhuiv on Monday.", "Kupyansk", 0, "label, inside=False, near=True", id="near"
        ),
        pytest.param("Kupyansk: A missile hit Chuhuiv.", "Kupyansk", 0, "opens the sentence", id="first word"),
        pytest.param("A missile hit Raqqa, Syria, on Monday.", "Syria", 0, "before: wide ,", id="closes a chain"),
        pytest.param(
            "A missile hit Raqqa, Syria, on Monday.", "Syria", 0, "listed with one that is linked=True", id="in a list"
        ),
        pytest.param(
            "A missile hit Raqqa, Syria.",
            "Syria",
            0,
            "as country, finer ones hold=True, linked=False, behind=False",
            id="a finer one holds it",
        ),
        pytest.param(
            "A missile killed men in Izium who besieged Kharkiv.",
            "Kharkiv",
            0,
            "before: apart who besieged",
            id="joint",
        ),
        pytest.param(SCHOOL, "Homs", 1, "twins hold=True, most=True, small", id="one of two others holds"),
        pytest.param(
            f"{SCHOOL} Many love Homs.", "Homs", 1, "twins hold=True, most=False, small", id="one of three others holds"
        ),
        pytest.param(
            f"A quiet day in Homs.\n\n{HIT}", "Homs", 0, "twins hold=True, most=True, small", id="the only other holds"
        ),
        pytest.param(f"Our news of the war in Homs\n\n{HIT}", "Homs", 0, "heading, level=city", id="seven words"),
        pytest.param(f"All our news of the war in Homs\n\n{HIT}", "Homs", 0, "heading, level=city", id="eight words"),
        pytest.param("Aleppo and Homs were shelled on Monday.", "Homs", 0, "case=opening", id="opens behind a name"),
        pytest.param(
            "Two people were killed in Homs.", "Homs", 0, "head is a verb, in, linked=True", id="killed in it"
        ),
        pytest.param(
            "A drone over Homs hit, killed and hurt men.", "Homs", 0, "verb behind=hit", id="first verb behind"
        ),
        pytest.param(LONG, "Homs", 0, "names to the trigger=2, linked=True, behind=True", id="two names between"),
        pytest.param(LONG, "Aleppo", 0, "names to the trigger=0, linked=True, behind=True", id="no name between"),
        pytest.param(f"{HIT} Most shops in Aleppo shut.", "Aleppo", 0, "goes on from shelling_missile", id="goes on"),
        pytest.param(HIT, "Homs", 0, "incidents here=1, linked=True", id="one incident"),
        pytest.param("Nobody was killed in Homs on Monday.", "Homs", 0, "refused=negated", id="no incident"),
        pytest.param(
            f"{HIT}\nSubscribe to our newsletter from Aleppo today!\nA bomb killed a man in Hama.",
            "Aleppo",
            0,
            "not read",
            id="an offer between the sentences",
        ),
        pytest.param(
            f"{HIT}\nSubscribe to our newsletter from Aleppo today!", "Aleppo", 0, "not read", id="an offer at the end"
        ),
    ],
)
def test_the_model_is_told_what_stands_around_a_name(text: str, name: str, number: int, cue: str) -> None:
    assert cue in cues(text, name, number)


@pytest.mark.parametrize(
    ("text", "name", "number", "cue"),
    [
        pytest.param(HIT, "Homs", 0, "named elsewhere", id="the only one of its name"),
        pytest.param(HIT, "Homs", 0, "twin holds", id="its own incident is none of its twins'"),
        pytest.param("A Homs market was hit on Monday.", "Homs", 0, "opens the line", id="a word before it"),
        pytest.param(f"{HIT}\nMost shops in Aleppo shut.", "Aleppo", 0, "goes on", id="another paragraph"),
        pytest.param(f"All the news of the long war in Homs\n\n{HIT}", "Homs", 0, "heading", id="nine words"),
    ],
)
def test_the_model_is_not_told_what_is_not_so(text: str, name: str, number: int, cue: str) -> None:
    assert not [one for one in cues(text, name, number) if one.startswith(cue)]


@pytest.mark.parametrize(("letters", "near"), [(79, True), (80, False)])
def test_a_wider_place_is_near_a_scene_so_far(letters: int, near: bool) -> None:
    text = f"A missile hit Raqqa and {'o' * (letters - 20)} homes in Syria burned."
    assert text.index("Syria") - text.index("Raqqa") == letters
    assert f"wider than an incident's place, near={near}, False" in cues(text, "Syria")
