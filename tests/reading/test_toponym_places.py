"""Which place a name means by the words around it, and names in capitals and other scripts, on the real gazetteer."""

from __future__ import annotations

import pytest

from geo.places.gazetteer import Gazetteer
from geo.reading.document import Name
from geo.reading.sentences import split_sentences
from geo.reading.toponyms import find_names


def names(text: str, gazetteer: Gazetteer) -> tuple[Name, ...]:
    return find_names(text, split_sentences(text), gazetteer)[0]


def levels(text: str, gazetteer: Gazetteer) -> list[tuple[str, str | None]]:
    return [(name.name, name.place.level if name.place else None) for name in names(text, gazetteer)]


def test_districts_of_one_name_are_told_apart_by_their_town(gazetteer: Gazetteer) -> None:
    text = (
        "Shelling hit the Shevchenkivskyi district of Kyiv on Monday. "
        "A drone fell on the Shevchenkivskyi district of Kharkiv a day later."
    )
    found = [name.place for name in names(text, gazetteer) if name.name == "Shevchenkivskyi" and name.place]
    assert [round(place.lon) for place in found] == [30, 36]


def test_districts_that_share_the_word_lie_in_the_town_that_is_named(gazetteer: Gazetteer) -> None:
    found = names("Explosions were heard in the Dniprovskyi and Darnytskyi districts of Kyiv.", gazetteer)
    assert [(round(name.place.lat), round(name.place.lon)) for name in found if name.place][:2] == [(50, 31)] * 2


def test_two_towns_with_a_hyphen_between_them_are_two_names(gazetteer: Gazetteer) -> None:
    found = names("In Ukraine, a drone hit a car on the Kupiansk-Svatove road.", gazetteer)
    assert [name.name for name in found][1:] == ["Kupiansk", "Svatove"]


def test_a_district_is_never_that_of_another_town(gazetteer: Gazetteer) -> None:
    found = names("Two civilians died in the Kholodnohirskyi district of Poltava.", gazetteer)
    assert found[0].place is None


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("A shell struck a residential district of Odesa overnight.", "Odesa"),
        ("Rockets hit an industrial district of Kryvyi Rih, officials said.", "Kryvyi Rih"),
        ("The bomb went off in a crowded district of Karachi on Friday.", "Karachi"),
        ("Police searched a suburban district of Izmir.", "Izmir"),
    ],
)
def test_a_district_behind_an_adjective_is_a_part_of_the_town(text: str, town: str, gazetteer: Gazetteer) -> None:
    assert (town, "city") in levels(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Drones were shot down in Irkutsk and Murmansk regions.", ["Irkutsk", "Murmansk"]),
        ("Power was cut in the Lviv and Ivano-Frankivsk regions on Tuesday.", ["Lviv", "Ivano-Frankivsk"]),
        ("Drones were destroyed over the Bryansk, Kursk and Belgorod regions.", ["Bryansk", "Kursk", "Belgorod"]),
        ("Air defences worked over Voronezh, Lipetsk and Tula regions.", ["Voronezh", "Lipetsk", "Tula"]),
        ("Kursk and Belgorod regions were attacked overnight.", ["Kursk", "Belgorod"]),
        ("Fighting spread to Kandahar and Helmand provinces on Sunday.", ["Kandahar", "Helmand"]),
        ("Clashes were reported in the Idlib and Aleppo governorates.", ["Idlib", "Aleppo"]),
        ("Gunmen killed ten people in Borno and Yobe states.", ["Borno", "Yobe"]),
    ],
)
def test_names_that_share_a_type_word_are_all_provinces(text: str, areas: list[str], gazetteer: Gazetteer) -> None:
    assert [(name, "admin1") for name in areas] == [found for found in levels(text, gazetteer) if found[0] in areas]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("TWO KILLED IN KHERSON ON MONDAY", "KHERSON"),
        ("EXPLOSION ROCKS BEIRUT", "BEIRUT"),
        ("THREE HURT AS MISSILE HITS ODESA", "ODESA"),
        ("BOMB KILLS TEN IN NORTHERN MALI", "MALI"),
        ("SHELLING DAMAGES HOSPITAL IN EL FASHER", "EL FASHER"),
    ],
)
def test_a_single_name_in_a_line_of_capitals_is_found(text: str, name: str, gazetteer: Gazetteer) -> None:
    assert [found.name for found in names(text, gazetteer)] == [name]


@pytest.mark.parametrize("name", ["Babask", "Kovtuneq", "Tirzuni", "Dorowaye", "Umm Qarbush", "Zlatin Dol"])
@pytest.mark.parametrize("phrase", ["the village of {}", "the settlement of {}", "the hamlet of {}"])
def test_a_made_up_name_is_found_where_the_words_say_a_settlement(name: str, phrase: str, gazetteer: Gazetteer) -> None:
    text = f"Troops entered {phrase.format(name)} on Friday."
    assert name in [found.name for found in names(text, gazetteer)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("An explosion damaged the Crimean Bridge on Saturday.", "sitmap:crimean-bridge"),
        ("Traffic on the Crimea bridge was halted after the blast.", "sitmap:crimean-bridge"),
        ("The Kerch bridge was closed for an hour.", "sitmap:crimean-bridge"),
        ("In Ukraine, a fire broke out at the Zaporizhzhia nuclear plant on Friday.", "sitmap:znpp"),
        ("In Ukraine, shells fell near the Zaporizhzhia nuclear power station.", "sitmap:znpp"),
        ("Ukraine said the Zaporizhzhia plant had lost its last power line.", "sitmap:znpp"),
        ("Kursk nuclear power plant was not damaged, Russia said.", "sitmap:kursk-npp"),
        ("Inspectors reached the ZNPP on Thursday.", "sitmap:znpp"),
    ],
)
def test_bridges_and_plants_are_facilities(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert place in [name.place.id for name in names(text, gazetteer) if name.place]


@pytest.mark.parametrize(
    ("text", "km", "bearing"),
    [
        ("A tanker was hit 50 nautical miles south-west of Aden on Monday.", 92.6, 225.0),
        ("The ship was attacked 60 nautical miles off Hodeidah.", 111.1, None),
        ("A dhow was seized 35nm north of Bosaso.", 64.8, 0.0),
        ("A boat sank 20 miles off the coast of Tripoli.", 32.2, None),
    ],
)
def test_distances_at_sea_are_read(text: str, km: float, bearing: float | None, gazetteer: Gazetteer) -> None:
    (relation,) = [name.relation for name in names(text, gazetteer) if name.relation]
    assert (round(relation.distance_km or 0.0, 1), relation.bearing_deg) == (km, bearing)


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Sergei Lavrov met envoys on Monday. Lavrov spoke for an hour.",
        "General Aleksandr Dvornikov commanded the forces. Dvornikov was replaced in June.",
        "President Paul Kagame gave a speech. Kagame left on Sunday.",
        "Zelensky said that he would not leave. Putin gave no answer.",
    ],
)
def test_persons_are_no_places(text: str, gazetteer: Gazetteer) -> None:
    assert names(text, gazetteer) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Вибух стався в Харкові.", [("Харкові", "gn:706483")]),
        ("У Києві пролунали вибухи.", [("Києві", "gn:703448")]),
        ("Взрывы прогремели в Донецке и Луганске.", [("Донецке", "gn:709717"), ("Луганске", "gn:702658")]),
        ("Ракета упала на окраине Белгорода.", [("Белгорода", "gn:578072")]),
        ("Дрони атакували Одесу.", [("Одесу", "gn:698740")]),
        ("انفجار في بغداد يوم الاثنين", [("بغداد", "gn:98182")]),
        ("وقع قصف بحلب ولدمشق", [("حلب", "gn:170063"), ("دمشق", "gn:170654")]),
    ],
)
def test_names_in_other_scripts_are_found_in_their_cases_and_behind_prefixes(
    text: str, found: list[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert [(name.name, name.place and name.place.id) for name in names(text, gazetteer)] == found
    assert all(text[name.start : name.end] == name.name for name in names(text, gazetteer))


def test_ordinary_words_in_other_scripts_are_no_places(gazetteer: Gazetteer) -> None:
    assert names("Владимир приехал вчера. الخبر صحيح", gazetteer) == ()
