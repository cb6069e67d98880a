"""What is a fact, a claim, a finding, a plan or nothing hangs on who tells of it, of whose act and on whose ground."""

from __future__ import annotations

import pytest

from geo.reading.speakers import find_speaker
from tests.reading.told import statuses

STATUS = [
    ("A missile hit a school in Kharkiv on Monday.", "occurred"),
    ("A missile hit a school in Kharkiv on Monday, the regional governor said.", "occurred"),
    ("The Russian Defence Ministry said its troops had captured the village of Robotyne.", "claimed"),
    ("Air defences shot down nine drones over Bryansk on Monday, the governor said.", "claimed"),
    ("The Israeli army said it had struck a depot in Baalbek on Monday.", "claimed"),
    ("The RSF said it had taken the town of Babanusa on Monday.", "claimed"),
    ("Ukraine's army said its units had pulled back from Krynky on Tuesday.", "occurred"),
    ("A rights group said that soldiers had killed nine villagers in Moura on Sunday.", "alleged"),
    ("Villagers accuse soldiers of having killed six herders near Gao on Tuesday.", "alleged"),
    ("Troops have reportedly moved to Tokmak.", "alleged"),
    ("Geolocated footage shows that troops captured the village of Robotyne on Monday.", "occurred"),
    ("The foreign ministers will meet in Doha on Monday.", "planned"),
    ("Envoys are due in Cairo on 24 May for a new round of talks.", "planned"),
    ("Ankara has suggested Istanbul for the next round of talks.", "proposed"),
    ("The next round of talks could be held in Riyadh in June.", "proposed"),
    ("The army denied that drones had hit the airfield in Saky.", "denied"),
    ("The Defence Ministry in Moscow published a list. It said that its troops had captured Robotyne.", "claimed"),
    ("Moscow acknowledges that a strike on Makiivka on 1 May killed 89 soldiers.", "occurred"),
    ("Officials installed by Moscow say that a missile wounded nine dockers in Berdiansk on Monday.", "occurred"),
    ("Ankara has sent 600 troops to Afrin, and the president insists that he will not give way.", "occurred"),
    ("Russia and Belarus began an exercise in Minsk on Thursday that is due to last ten days.", "occurred"),
    ("A further round of talks is to open in Jeddah on Monday.", "planned"),
    ("Talks about grain are expected in Warsaw next week.", "planned"),
    ("They agreed to meet again in Granada on 24 May.", "planned"),
    ("Monitors counted 21 abductions in Melitopol in April, which, if confirmed, would be a crime.", "alleged"),
    ("The foreign ministers held four days of talks in Washington from May 1 to 4.", "occurred"),
    ("Kyiv denies breaking the agreement signed in Riyadh on 2 May.", "occurred"),
    ("A report that the hospital in Kutum had been bombed has been withdrawn.", "retracted"),
    ("The minister confirmed that his troops had withdrawn from Avdiivka on Saturday.", "occurred"),
    ("A car bomb, for which the group has claimed responsibility, killed nine in Kabul on Monday.", "occurred"),
    ("Soldiers without insignia took Robotyne on Monday.", "occurred"),
    ("Correction: the report of an air strike on Lozova on Monday was wrong.", "retracted"),
]


@pytest.mark.parametrize(("text", "status"), STATUS)
def test_a_sentence_has_its_status(text: str, status: str) -> None:
    assert statuses(text) == [status]


NO_STATUS = [
    "The ambassador denied that militia were massing at Mocha.",
    "They reached no agreement in Istanbul on Monday.",
    "The army denied that its units in Sudzha were surrounded.",
]


@pytest.mark.parametrize("text", NO_STATUS)
def test_a_denial_about_the_situation_and_what_came_to_nothing_are_no_incidents(text: str) -> None:
    assert statuses(text) == []


def test_in_a_partys_release_fights_are_claims_and_harm_to_civilians_is_a_fact() -> None:
    text = (
        "Ministry of Defence, daily summary\n\nUnits of the South group captured the village of Klishchiivka. "
        "The enemy lost two tanks near Robotyne. A drone killed a shop assistant in Horlivka on Thursday."
    )
    assert statuses(text)[0] == "claimed"
    assert statuses(text)[-1] == "occurred"


def test_in_a_governors_report_shelling_of_his_region_is_a_fact_and_the_brigades_success_a_claim() -> None:
    text = (
        "Kharkiv region: the morning report\n\nThe enemy shelled Zolochiv on Thursday. "
        "The 92nd brigade said it had driven the enemy out of Vovchansk."
    )
    assert statuses(text) == ["occurred", "claimed"]


def test_a_governments_statement_deplores_what_happened_and_accuses_a_third_state() -> None:
    text = (
        "Foreign Secretary statement\n\nWe condemn the suicide bombing in Kabul on Thursday. "
        "We must stop the regime, whose aircraft bombed Aleppo on Wednesday."
    )
    assert statuses(text) == ["occurred", "alleged"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The United Nations condemned all attacks on civilians.", []),
        ("The council in Geneva denounced every such attack on hospitals.", []),
        ("France condemned Saturday's attack on a market in Kabul.", ["occurred"]),
    ],
)
def test_a_kind_of_act_that_is_deplored_is_no_act(said: str, expected: list[str]) -> None:
    assert statuses(said) == expected


def test_a_past_verb_with_a_weekday_never_becomes_a_plan() -> None:
    found = statuses("The army ordered the people of Rafah to leave on Saturday, and thousands fled.")
    assert set(found) == {"occurred"}


def test_a_correction_in_the_next_sentence_withdraws_what_was_told() -> None:
    text = "We said on Thursday that gunmen had attacked a post in Mao. That was wrong, and we withdraw the report."
    assert statuses(text) == ["retracted"]


@pytest.mark.parametrize(
    ("title", "text", "voice"),
    [
        ("", "Drones hit Odesa on Monday, the governor said.", "narrator"),
        ("", "Ministry of Defence briefing\n\nOur troops took two villages.", "party"),
        ("Statement", "The Foreign Secretary said:\n\nWe condemn the attack. We will continue to help.", "government"),
        ("", "Sumy region: the morning report\n\nTwo villages were shelled.", "civil"),
        ("", "“Our troops are tired,” a soldier said. “Our forces will hold,” another said.", "narrator"),
    ],
)
def test_the_voice_of_an_article_is_found(title: str, text: str, voice: str) -> None:
    assert find_speaker(title, text).voice == voice
