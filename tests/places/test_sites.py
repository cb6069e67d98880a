"""Sites, crossings, quarters and small towns of the news are found first, within a few km of where they are."""

from __future__ import annotations

import pytest

from geo.places import tables
from geo.places.gazetteer import Gazetteer
from geo.settings import DATA
from geo.sphere import distance_km

#: Name, country, latitude, longitude: known apart from the table, rounded to about a kilometre.
SITES = """
Okhmatdyt hospital|UA|50.45|30.48
Kyiv Pechersk Lavra|UA|50.43|30.56
Mariupol Drama Theatre|UA|47.10|37.55
Kramatorsk railway station|UA|48.73|37.54
port of Odesa|UA|46.49|30.75
Zaporizhstal|UA|47.87|35.16
Ryazan refinery|RU|54.56|39.78
Tuapse refinery|RU|44.10|39.09
Kirishi refinery|RU|59.49|32.06
Chkalovsk air base|RU|54.77|20.40
Crocus City Hall|RU|55.83|37.39
Al-Rantisi Hospital|PS|31.53|34.46
Great Omari Mosque|PS|31.50|34.46
Khan al-Ahmar|PS|31.81|35.34
Megiddo prison|IL|32.58|35.19
Roumieh prison|LB|33.88|35.62
Umayyad Mosque|SY|33.51|36.31
Aleppo Citadel|SY|36.20|37.16
Baniyas refinery|SY|35.22|35.97
Al-Nuri Mosque|IQ|36.34|43.13
Republican Palace (Khartoum)|SD|15.61|32.53
Tuti Island|SD|15.62|32.51
Panzi Hospital|CD|-2.54|28.86
Azadi Square|IR|35.70|51.34
Silivri prison|TR|41.08|28.16
Dolmabahce Palace|TR|41.04|29.00
Bosphorus Bridge|TR|41.05|29.03
Adiala jail|PK|33.54|73.05
Red Fort|IN|28.66|77.24
Miraflores Palace|VE|10.51|-66.92
"""
CROSSINGS = """
Uspenka crossing|UA|47.71|38.67
Solotvyno crossing|UA|47.95|23.88
Reni crossing|UA|45.47|28.22
Terehova crossing|LV|56.36|28.17
Kybartai crossing|LT|54.64|22.75
Qaa crossing|LB|34.36|36.50
Ruzizi crossing|CD|-2.49|28.89
Pazarkule crossing|TR|41.65|26.50
Kapikule|TR|41.72|26.35
Nassib crossing|JO|32.54|36.19
Verkhny Lars|GE|42.74|44.63
"""
QUARTERS = """
Babyn Yar|UA|50.47|30.45
Moldavanka|UA|46.48|30.71
Pavlove Pole|UA|50.03|36.22
Sheikh Ijlin|PS|31.51|34.43
Mawasi|PS|31.35|34.25
Kafr Aqab|PS|31.88|35.22
Chiyah|LB|33.86|35.52
Bourj Hammoud|LB|33.89|35.54
Mezzeh|SY|33.50|36.25
Bab Touma|SY|33.51|36.32
Ramouseh|SY|36.16|37.13
Ghuwayran|SY|36.49|40.75
Zanjili|IQ|36.36|43.11
Jadriya|IQ|33.28|44.39
Ombada|SD|15.65|32.41
Sharq al-Nil|SD|15.61|32.65
Kadutu|CD|-2.52|28.85
Ndosho|CD|-1.66|29.18
Limete|CD|-4.36|15.35
Boy-Rabe|CF|4.39|18.56
Howlwadag|SO|2.05|45.32
Gwarsha|LY|32.06|20.03
Sheikh Othman|YE|12.89|44.99
Faj Attan|YE|15.32|44.17
Khair Khana|AF|34.57|69.13
Hayatabad|PK|33.98|71.44
Lal Chowk|IN|34.07|74.81
Hlaing Tharyar|MM|16.87|96.06
Solino|HT|18.55|-72.32
Petare|VE|10.48|-66.81
"""
TOWNS = """
Konna|ML|14.94|-3.89
Diabaly|ML|14.68|-6.01
Labbezanga|ML|14.96|0.70
Tinzaouaten|ML|19.96|2.97
Mansila|BF|13.15|0.65
Seytenga|BF|14.00|0.30
Kauda|SD|11.10|30.52
Rokero|SD|13.38|24.27
Foro Baranga|SD|11.98|22.63
Kajo-Keji|SS|3.87|31.66
Kibumba|CD|-1.49|29.33
Minova|CD|-1.71|29.02
Bulo Marer|SO|1.63|44.57
Mucojo|MZ|-12.07|40.47
Beit Jinn|SY|33.31|35.89
Baghouz|SY|34.45|40.97
Sinuni|IQ|36.48|41.73
Al-Jubah|YE|15.13|45.35
Marjah|AF|31.52|64.12
Machil|IN|34.68|74.35
Pibor|SS|6.80|33.13
Rihkhawdar|MM|23.38|93.40
Banjska|XK|42.97|20.78
Talish|AZ|40.39|46.76
El Plateado|CO|2.42|-77.20
Bulobarde|SO|3.85|45.57
Maarat Misrin|SY|36.01|36.67
Bani Suhaila|PS|31.35|34.33
Umm Kaddada|SD|13.60|26.69
"""


@pytest.mark.parametrize(
    ("kind", "listed", "within_km"),
    [("site", SITES, 4), ("crossing", CROSSINGS, 6), ("quarter", QUARTERS, 4), ("town", TOWNS, 12)],
)
def test_what_news_of_conflict_names_is_found_where_it_lies(
    gazetteer: Gazetteer, kind: str, listed: str, within_km: float
) -> None:
    wrong = []
    for line in listed.split("\n"):
        if not line:
            continue
        name, country, lat, lon = line.split("|")
        found = gazetteer.lookup(name)
        if (
            not found
            or found[0].country != country
            or distance_km(float(lat), float(lon), found[0].lat, found[0].lon) > within_km
        ):
            wrong.append((kind, name, found[:1]))
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "country", "level"),
    [
        ("Zatoka", "UA", "city"),
        ("Nahal Oz", "IL", "city"),
        ("Medininkai", "LT", "city"),
        ("Homs", "SY", "city"),
        ("Riyadh", "SA", "city"),
        ("Brazil", "BR", "country"),
        ("Buenos Aires", "AR", "city"),
    ],
)
def test_no_site_or_quarter_takes_the_name_of_a_town(gazetteer: Gazetteer, name: str, country: str, level: str) -> None:
    place = gazetteer.lookup(name)[0]
    assert (place.country, place.level) == (country, level)


def test_each_row_says_how_near_its_point_is() -> None:
    claimed = {"position to about 2 km": 3.0, "position to about 5 km": 5.0, "position to about 10 km": 10.0}
    claimed |= {"position to about 3 km": 3.0, "position to about 4 km": 4.0}
    for row in tables.own_table(DATA, "sites.csv"):
        for words, radius_km in claimed.items():
            if row["source"].endswith(words):
                assert float(row["radius_km"]) >= radius_km, row["id"]
