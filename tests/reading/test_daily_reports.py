"""Daily reports of administrations and armies: drops, explosions, losses that are admitted, things not recorded."""

from __future__ import annotations

import pytest

from tests.reading.told import kinds, reports, spots, statuses


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hlukhiv: mortars, 22 explosions.", ["shelling_missile"]),
        ("Krasnopillia: 11 drops of explosives from UAVs. A shop is destroyed.", ["air_drone_strike"]),
        ("An FPV drone caught a civilian car near Bilopillia on Monday.", ["air_drone_strike"]),
        ("Seven bombs on commuter trains killed 187 people in Nairobi on Monday.", ["ied_landmine"]),
        ("The army column was attacked near Kidal on Monday.", ["armed_clash"]),
        ("Rebels were driven from Gao on Monday by French troops.", ["territory_gained"]),
        ("The army entered the town of Kidal on Monday after four days of fighting.", ["territory_gained"]),
        ("The mission left its camp in Kidal on Monday.", ["force_movement"]),
        ("ECOWAS meets in Abuja on 10 June.", ["talks"]),
        ("Druzhba: shelling was not recorded.", []),
        ("Clashes were not reported in Kidal on Monday.", []),
        ("It took Kyiv a day to admit it.", []),
        ("This is the second siege of Gao in five years.", []),
        ("Cricket matches in Cuttack were called off, and the team is going home.", []),
        ("Police took over the security of Iguala on Monday.", []),
    ],
)
def test_what_a_line_of_a_report_tells(text: str, told: list[str]) -> None:
    assert kinds(text) == told


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Air strikes reportedly killed nine people in Idlib on Monday.", "alleged"),
        ("Shells allegedly hit a school in Idlib on Monday.", "alleged"),
        ("Air strikes killed nine people in Idlib on Monday.", "occurred"),
    ],
)
def test_hearsay_holds_for_its_clause(text: str, status: str) -> None:
    assert statuses(text) == [status]


def test_what_a_governor_says_that_the_enemy_took_is_admitted() -> None:
    text = "Regional military administration, 17 May, 08:30\n\nThe enemy has captured Kostiantynivka on Monday.\n"
    report = reports(text)[-1]
    assert (report.status, len(spots(report))) == ("occurred", 1)
