"""Which place a name means, among its namesakes and beside the other names of the article."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Level, Place
from geo.places import rank, weights
from geo.places.resolve import NameInText, calibrated, resolve
from geo.settings import DATA


def place(
    key: str,
    name: str,
    lat: float,
    lon: float,
    level: Level,
    country: str,
    people: int | None = None,
    admin1: str | None = None,
) -> Place:
    return Place(key, name, lat, lon, level, country, admin1, population=people)


TABLE: dict[str, tuple[Place, ...]] = {
    "sumy": (
        place("sumy", "Sumy", 50.9, 34.8, "city", "UA", 256_000, "Sumy Oblast"),
        place("sumy-oblast", "Sumy Oblast", 51.0, 34.0, "admin1", "UA", 1_000_000),
    ),
    "sumy region": (place("sumy-oblast", "Sumy Oblast", 51.0, 34.0, "admin1", "UA", 1_000_000),),
    "ukraine": (place("UA", "Ukraine", 49.0, 32.0, "country", "UA"),),
    "jordan": (
        place("JO", "Jordan", 31.0, 36.0, "country", "JO"),
        place("jordan-us", "Jordan", 44.7, -93.6, "city", "US", 6_000),
    ),
    "kani": (place("kani-jp", "Kani", 35.4, 137.1, "city", "JP", 18_000),),
    "odessa": (
        place("odessa-us", "Odessa", 31.8, -102.4, "city", "US", 123_000),
        place("odesa", "Odesa", 46.5, 30.7, "city", "UA", 1_000_000),
    ),
    "semenivka": (
        place("far", "Semenivka", 49.6, 33.2, "city", "UA", 6_100, "Poltava Oblast"),
        place("near", "Semenivka", 52.2, 32.6, "city", "UA", 5_600, "Chernihiv Oblast"),
    ),
    "koriukivka": (place("kor", "Koriukivka", 51.8, 32.3, "city", "UA", 13_000, "Chernihiv Oblast"),),
    "vienna": (
        place("vienna", "Vienna", 48.2, 16.4, "city", "AT", 1_700_000),
        place("vienna-us", "Vienna", 38.9, -77.3, "city", "US", 16_000),
    ),
}


def lookup(name: str) -> tuple[Place, ...]:
    return TABLE.get(name.casefold(), ())


def ids(*names: NameInText, **votes: float) -> list[str | None]:
    return [found.place.id if found.place else None for found in resolve(names, lookup, countries=votes)]


def test_a_bare_name_is_the_town_and_a_region_needs_its_word() -> None:
    town, region = NameInText("Sumy"), NameInText("Sumy", "admin1", "Sumy region")
    assert ids(town, region, NameInText("Ukraine")) == ["sumy", "sumy-oblast", "UA"]


def test_a_country_comes_before_a_town_of_its_name() -> None:
    assert ids(NameInText("Jordan")) == ["JO"]


def test_the_countries_of_an_article_decide_between_namesakes() -> None:
    assert ids(NameInText("Odessa"), NameInText("Ukraine"), UA=3) == ["odesa", "UA"]


def test_a_known_neighbour_decides_between_namesakes_of_one_country() -> None:
    assert ids(NameInText("Semenivka"), NameInText("Koriukivka"), NameInText("Ukraine")) == ["near", "kor", "UA"]


def test_a_small_namesake_that_nothing_supports_is_left_open_with_the_row_as_alternative() -> None:
    found = resolve((NameInText("Kani"), NameInText("Ukraine")), lookup, countries={"UA": 5})[0]
    assert found.place is None
    assert [other.place.id for other in found.alternatives] == ["kani-jp"]


def test_a_world_city_needs_no_support() -> None:
    assert ids(NameInText("Vienna"), NameInText("Ukraine"), UA=3, US=1)[0] == "vienna"


def test_a_name_means_one_place_throughout_and_the_unknown_stays_unknown() -> None:
    assert ids(NameInText("Odessa"), NameInText("Nowhere"), NameInText("Odessa"), NameInText("Ukraine"), UA=2) == [
        *("odesa", None, "odesa", "UA")
    ]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*TABLE, "nowhere"]), max_size=12), st.integers(0, 5))
def test_every_name_gets_one_answer_with_a_score_and_at_most_five_runners_up(names: list[str], votes: int) -> None:
    found = resolve([NameInText(name) for name in names], lookup, countries={"UA": votes})
    assert len(found) == len(names)
    assert all(0 <= answer.score <= 1 and len(answer.alternatives) <= 5 for answer in found)
    assert all(answer.place is None or answer.score > 0 for answer in found)


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(-3, 3), st.floats(0.05, 3))
def test_the_curve_of_scores_keeps_their_order_and_their_range(one: float, two: float, a: float, b: float) -> None:
    low, high = sorted((one, two))
    assert 0.0 <= calibrated(low, (a, b)) <= calibrated(high, (a, b)) <= 1.0


def test_a_curve_changes_scores_and_no_choice() -> None:
    told = (NameInText("Odessa"), NameInText("Semenivka"), NameInText("Kani"), NameInText("Ukraine"))
    table = weights.read(DATA / "models" / f"{rank.MODEL}.tsv")
    plain = resolve(told, lookup, countries={"UA": 3}, ranker=rank.Ranker.from_weights(table))
    bent = resolve(told, lookup, countries={"UA": 3}, ranker=rank.Ranker.from_weights(table, (-1.0, 0.5)))
    assert [found.place for found in plain] == [found.place for found in bent]
    assert [found.score for found in plain] != [found.score for found in bent]
