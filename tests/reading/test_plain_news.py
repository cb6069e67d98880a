"""Incidents told without a word of violence or diplomacy of their own, and sentences that only look like such."""

from __future__ import annotations

import pytest

from tests.reading.told import kinds, reports, roles, spots, statuses

TOLD = [
    ("Moscow claims Pokrovsk and half of Kupiansk.", "territory_gained"),
    ("Izium and Balakliia were freed on Tuesday.", "territory_gained"),
    ("Guerrillas detained 20 soldiers near Cali on Monday.", "abduction"),
    ("The fleet fired two missiles on Tuesday at mock targets near Severomorsk.", "exercise"),
    ("Reservists drilled in Valencia on Saturday.", "exercise"),
    ("The navy destroyed a boat near Aden on Monday, killing three people.", "air_drone_strike"),
    ("Odesa was hit too on Monday night.", "air_drone_strike"),
    ("Russian troops are trying to cut the road between Pokrovsk and Kramatorsk.", "ground_assault"),
    ("Fighters of a militia attacked a position of the army near Goma on Thursday.", "armed_clash"),
    ("The army withdrew from four villages near Kupiansk on Monday.", "force_movement"),
    ("Twelve bombers have arrived in Djibouti.", "force_movement"),
    ("Some 9,000 soldiers are now in Kursk.", "force_movement"),
    ("Thousands ran across the bridge to Tyre on Monday.", "displacement"),
    ("Some 200 lorries passed Rafah on Sunday.", "humanitarian"),
    ("Jordan and Syria agreed in Amman on Monday to stop all firing at noon.", "agreement"),
    ("In Madrid, 20 countries pledged on Thursday to send doctors.", "talks"),
    ("The delegation is negotiating with the rebels in Doha.", "talks"),
    ("Merz and Macron met in Toulon on Friday, and both left without a word.", "talks"),
    ("The Finnish minister told her colleagues in Brussels on Tuesday that she disagreed.", "talks"),
    ("The president left Doha on Friday without signing a deal.", "talks"),
    ("Students burned a flag in Tunis on Sunday.", "peaceful"),
    ("The governor says that Kursk has been cleared.", "territory_gained"),
    ("Heavy weapons are used in Tripoli for a second day.", "armed_clash"),
    ("In Madrid, 20 countries pledged on Thursday to send troops to the border.", "talks"),
    ("Meanwhile, Moscow insists that Kursk has been cleared.", "territory_gained"),
    ("The rebels had entered Bukavu on Monday.", "territory_gained"),
    ("The army has driven the enemy from Kupiansk.", "territory_gained"),
    ("Rebels reached the outskirts of Hama on Tuesday.", "ground_assault"),
    ("Forty drones had entered Poland; pilots shot down at least six.", "interception"),
    ("A coal mine near Dnipro was attacked on Sunday.", "air_drone_strike"),
    ("Rockets are said to have hit a command post near Rylsk on Monday.", "shelling_missile"),
    ("Italy and Spain were among the hosts of a conference on Sudan in London on 15 April.", "talks"),
    ("A baby, two years old, had been killed in Jos on Wednesday by unknown men.", "attack"),
]


@pytest.mark.parametrize(("text", "kind"), TOLD)
def test_a_plain_sentence_tells_its_kind(text: str, kind: str) -> None:
    assert kind in kinds(text)


NOTHING = [
    "Beijing claims victory in Geneva.",
    "The group claimed responsibility for it in Beirut.",
    "The ministers agreed in Brussels on a cap on the price of gas.",
    "Washington struck Colombia off the list of countries that fight drugs well.",
    "The embassy in Kyiv closed after a warning of an air attack.",
    "Rain had cut the road to Jos on Monday.",
    "He said that talks in Doha would not be held before June.",
    "The missile has a range of 300 kilometres.",
    "The runners crossed the bridge in Tyre.",
    "Beijing claims Taiwan.",
    "London announced a loan of two billion pounds for missiles that are made in Belfast.",
    "In Jos a staircase fell down on Monday.",
    "In Rome, the pope spoke of a terrible massacre.",
    "Seven thousand people have been killed since January, the minister said.",
    "Roads in Kursk have been cleared.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_a_sentence_without_an_act_tells_no_incident(text: str) -> None:
    assert kinds(text) == []


def test_what_a_side_claims_as_its_own_is_a_claim() -> None:
    assert statuses("Moscow claims the village of Lyptsi.") == ["claimed"]


def test_a_truce_that_ends_clashes_is_the_truce() -> None:
    assert kinds("Thailand and Cambodia agreed on a ceasefire in Doha on Sunday, ending a week of clashes.") == [
        "agreement"
    ]


def test_each_town_with_a_toll_of_its_own_is_an_incident() -> None:
    found = reports("Drones killed twelve people in Kherson on Monday and four in Nikopol.")
    assert [spots(r) for r in found] == [["Kherson"], ["Nikopol"]]
    assert found[0].fatalities is not None
    assert found[0].fatalities.best == 12


def test_a_joint_toll_over_two_towns_is_one_incident() -> None:
    found = reports("Drones killed twelve people in Kherson and Nikopol on Monday.")
    assert [spots(r) for r in found] == [["Kherson", "Nikopol"]]


def test_where_reporters_were_told_is_no_scene() -> None:
    assert roles("The minister told reporters in Caracas that troops had shelled Cali.")["Caracas"] == "background"


def test_the_town_of_a_newspaper_is_no_scene() -> None:
    assert roles("The Lagos daily Punch wrote that gunmen had killed two farmers in Jos.")["Lagos"] != "location"


def test_a_title_behind_the_name_of_a_country_tells_no_incident() -> None:
    assert kinds("SUDAN – Flash update: displacement from Zalingei\n\nRain is expected.") == []


def test_those_who_were_hit_may_tell_where() -> None:
    found = reports("In Burkina Faso, gunmen shot people who were digging a trench outside Djibo on Monday.")
    assert [spots(r) for r in found] == [["near Djibo"]]


def test_a_place_of_another_country_behind_those_who_were_hit_is_not_the_scene() -> None:
    found = reports("In Kenya, gunmen shot people who had come from a market in Lagos on Monday.")
    assert [spots(r) for r in found] == [["Kenya"]]


def test_whom_the_police_shot_in_a_week_of_marches_was_shot_in_the_crowd() -> None:
    assert kinds(
        "Thousands marched in Maputo on Monday. In Nampula, two people were shot dead by the police on Tuesday."
    ) == ["peaceful", "excessive_force"]


def test_whom_the_police_shot_without_any_march_is_an_attack() -> None:
    assert "excessive_force" not in kinds("In Nampula, two people were shot dead by the police on Tuesday.")


def test_a_summer_house_is_no_summer() -> None:
    (report,) = reports("Yesterday a drone set a summer house on fire in Nikopol.")
    assert report.date.precision != "season"


def test_an_adjective_opens_no_clause() -> None:
    (report,) = reports("In Tanzania, police fired at crowds who protested against a one-sided vote in Arusha.")
    assert spots(report) == ["Arusha"]


def test_there_is_the_place_named_before_in_the_sentence() -> None:
    found = reports("The army took Jos on 2 May and shot five volunteers there two days later.")
    assert [(r.sub_type, spots(r)) for r in found] == [("territory_gained", ["Jos"]), ("attack", ["Jos"])]


def test_acts_of_one_day_are_one_incident() -> None:
    assert len(reports("The army took Jos on 2 May and killed five rebels.")) == 1


def test_a_truce_announced_for_days_to_come_is_planned() -> None:
    (report,) = reports("Damascus has announced a ceasefire from May 20 to May 22 in Homs.")
    assert report.status == "planned"
    assert report.date.first is not None
    assert report.date.first.year == 2024


def test_a_truce_of_the_past_stays_past() -> None:
    (report,) = reports("Damascus announced a ceasefire in Homs on May 6.")
    assert report.status != "planned"


def test_a_conference_on_a_country_stands_where_it_is_held() -> None:
    (report,) = reports("Italy was among the hosts of a conference on Sudan in London on 15 April.")
    assert spots(report) == ["London"]


def test_since_a_day_never_lies_ahead() -> None:
    found = reports(
        "The commanders are to meet on Tuesday at Petrapole, a crossing that has been closed since June 24."
    )
    closed = next(r for r in found if r.sub_type == "blockade")
    assert closed.date.first is not None
    assert closed.date.first.year == 2023


def test_a_second_house_in_the_passage_was_hit_by_the_same_weapon() -> None:
    assert kinds("Drones attacked Odesa on Monday. A woman died in Mykolaiv.") == ["air_drone_strike"] * 2


def test_a_shooting_behind_a_strike_is_no_strike() -> None:
    assert "attack" in kinds("Drones attacked Odesa on Monday. A farmer was shot in Mykolaiv.")


def test_what_a_meeting_agreed_is_no_second_meeting() -> None:
    found = reports("Leaders of ten states met in Madrid on Sunday and agreed on a plan that they will show to Ankara.")
    assert [spots(r) for r in found] == [["Madrid"]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Drones struck Kherson overnight on Tuesday, officials said.", "Kherson"),
        ("Shells hit Kherson overnight.", "Kherson"),
        ("Troops entered Aleppo.", "Aleppo"),
        ("Rebels seized Goma.", "Goma"),
    ],
)
def test_a_known_town_that_is_hit_or_reached_is_found_without_any_help(text: str, name: str) -> None:
    assert roles(text) == {name: "location"}
