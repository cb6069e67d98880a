"""Alert rules: what they find, what of it is new, and that a store keeps them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from geo import alerts
from geo.alerts import add, alert_id, check, see, words
from geo.errors import InputError, UsageError
from geo.model import Place
from geo.settings import Settings
from geo.store.alerts import Alert
from geo.store.store import Store
from tests.commands import Run, runner
from tests.makers import KHERSON, MOSCOW, fill_store, make_article, make_date, make_place, make_reading, make_report

DAY = date(2024, 3, 4)
NEAR = Alert("near", "Near Kherson", lat=KHERSON.lat, lon=KHERSON.lon, km=30)
MANY = Alert("many", "Shellings", sub_types=("shelling_missile",), area="UA|Kherson", at_least=3)


def told(n: int, article: str = "a1", **more: Any) -> Any:
    reports = [make_report(f"r{k}", article, **more) for k in range(n)]
    return make_reading(make_article(article, text=f"{article} tells it."), reports=reports)


@pytest.fixture
def store() -> Store:
    return fill_store(Store.open("sqlite://"), told(2))


def test_each_new_incident_in_a_circle_is_told_once(store: Store) -> None:
    assert len(add(store, NEAR).hits) == 2
    assert check(store, NEAR).new == ()
    fill_store(store, told(1, "a2"), told(1, "a3", places=(make_place(MOSCOW),)))
    found = check(store, NEAR)
    assert [hit.places for hit in found.new] == [("Kherson",)]
    assert len(found.hits) == 3
    see(store, found)
    assert check(store, NEAR).new == ()


def test_a_place_known_only_as_a_province_is_in_no_circle(store: Store) -> None:
    fill_store(store, told(1, "a2", places=(make_place(precision="admin1"),)))
    assert len(check(store, NEAR).hits) == 2


@pytest.mark.parametrize(("km", "n"), [(30, 2), (440, 2), (1100, 3)])
def test_a_circle_is_round_as_the_earth_is(store: Store, km: float, n: int) -> None:
    fill_store(store, told(1, "a2", places=(make_place(MOSCOW),)))  # 1070 km away
    assert len(check(store, Alert("x", "x", lat=KHERSON.lat, lon=KHERSON.lon, km=km)).hits) == n


def test_a_circle_over_the_date_line_reaches_both_sides_of_it(store: Store) -> None:
    west, east = (Place(f"x:{n}", f"Town {n}", 52.0, lon, "city") for n, lon in enumerate((179.9, -179.9)))
    fill_store(store, told(1, "a2", places=(make_place(west),)), told(1, "a3", places=(make_place(east),)))
    for lon in (179.95, -179.95):
        assert len(check(store, Alert("x", "x", lat=52.0, lon=lon, km=50)).hits) == 2
    assert len(check(store, Alert("x", "x", lat=52.0, lon=179.95, km=5)).hits) == 1


def test_a_rule_about_a_country_holds_for_all_its_provinces(store: Store) -> None:
    fill_store(store, told(1, "a2", places=(make_place(MOSCOW),)))
    assert len(check(store, Alert("x", "x", area="UA")).hits) == 2
    assert len(check(store, Alert("x", "x", area="RU")).hits) == 1
    assert check(store, Alert("x", "x", area="UA|Sumy")).hits == ()


def test_a_rule_that_finds_too_much_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "MOST", 1)
    with pytest.raises(InputError, match="finds 2 incidents: narrow it to at most 1"):
        check(store, Alert("x", "Everything"))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Alert("x", "x"), "any incident"),
        (Alert("x", "x", statuses=("claimed", "denied")), "any incident (claimed, denied)"),
        (
            Alert("x", "x", types=("riot",), lat=1.5, lon=-2.0, km=5.0),
            "riot within 5 km of 1.5, -2",
        ),
        (Alert("x", "x", area="UA|Kherson", at_least=3, per="week"), "any incident in UA, Kherson 3 or more in a week"),
    ],
)
def test_a_rule_is_said_in_plain_words(rule: Alert, expected: str) -> None:
    assert words(rule) == expected


def test_days_with_enough_incidents_are_told_and_a_day_that_was_seen_is_not(store: Store) -> None:
    assert check(store, MANY).hits == ()
    fill_store(store, told(1, "a2"))
    (hit,) = check(store, MANY).new
    assert (hit.key, len(hit.incidents)) == ("2024-03-04", 3)
    store.alerts.save(MANY, [hit.key])
    assert check(store, MANY).new == ()
    assert check(store, Alert("other", "Riots", types=("riot",), at_least=3)).hits == ()


def test_a_week_runs_from_monday_and_what_is_vague_counts_in_no_day(store: Store) -> None:
    fill_store(
        store,
        told(1, "a2", date=make_date(DAY + timedelta(days=6))),
        told(1, "a3", date=make_date(DAY, DAY + timedelta(days=7))),
    )
    week = Alert("week", "Week", at_least=3, per="week")
    (hit,) = check(store, week).hits
    assert (hit.first, hit.last) == (DAY, date(2024, 3, 10))
    assert check(store, MANY).hits == ()


def test_rules_are_kept_changed_and_removed(store: Store) -> None:
    add(store, NEAR)
    add(store, Alert("near", "Nearer", lat=1.5, lon=-2.5, km=5, types=("battle", "riot")))
    add(store, MANY)
    assert [one.name for one in store.alerts.list()] == ["Shellings", "Nearer"]
    assert store.alerts.list()[1].types == ("battle", "riot")
    assert store.alerts.remove(["near", "no such"]) == 1
    assert [one.id for one in store.alerts.list()] == ["many"]
    store.eraser.everything()
    assert store.alerts.list() == ()


def test_a_rule_needs_a_name() -> None:
    assert alert_id("≥ 3 shellings a day, Херсон") == "3-shellings-a-day-херсон"
    with pytest.raises(UsageError):
        alert_id("—")


def test_the_commands_add_check_and_remove(at_home: str, capfd: pytest.CaptureFixture[str]) -> None:
    run: Run = runner(capfd)
    assert run("alerts", "add", "Near Kherson", "--near", "46.65,32.61", "--km", "30").code == 0
    fill_store(Store.open(Settings.from_env().store_url), told(1)).close()
    assert "near-kherson\tNear Kherson" in run("alerts", "list").out
    assert run("alerts", "check", "--seen").out == "near-kherson\t2024-03-04\t1\tKherson\n"
    assert run("alerts", "check").out == ""
    assert run("alerts", "remove", "near-kherson", "nothing").code == 65
    assert run("alerts", "list").out == ""
