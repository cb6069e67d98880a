# ruff: noqa: E501 - sentences stand whole
"""English is read fully; in other languages places are listed and marked, and no events are made up."""

from __future__ import annotations

import pytest

from geo.language import language_name, language_of, places_only
from geo.model import Article
from geo.places.gazetteer import Gazetteer
from geo.reading.read import read

#: language -> a report in it, and places that must be found there.
REPORTS = {
    "uk": (
        "Російські війська обстріляли Херсон у понеділок, унаслідок чого загинули двоє людей, повідомив голова обласної "
        "адміністрації. Вибухи чули також у Харкові та в Одесі.",
        {"Херсон", "Харкові", "Одесі"},
    ),
    "ru": (
        "В понедельник в результате обстрела Херсона погибли два человека, сообщил глава администрации. Ещё пять "
        "человек были ранены в Харькове, разрушены дома.",
        {"Херсона", "Харькове"},
    ),
    "ar": (
        "قتل شخصان على الأقل في غارة جوية استهدفت مدينة إدلب شمال غرب سوريا يوم الاثنين، وفق ما أعلن الدفاع المدني، وأصيب "
        "خمسة آخرون في مدينة حلب",
        {"مدينة إدلب", "سوريا", "مدينة حلب"},
    ),
    "fr": (
        "Au moins deux personnes ont été tuées lundi dans une frappe sur la ville de Kherson, dans le sud de l'Ukraine, "
        "selon le gouverneur de la région. Des explosions ont été entendues à Odessa.",
        {"Kherson", "Ukraine", "Odessa"},
    ),
    "es": (
        "Al menos dos personas murieron el lunes en un ataque contra la ciudad de Medellín, en el norte de Colombia, según "
        "informó el gobernador de la región. También hubo explosiones en Cali.",
        {"Medellín", "Colombia", "Cali"},
    ),
}


@pytest.mark.parametrize("language", REPORTS)
def test_places_are_listed_and_marked_and_no_event_is_made_up(language: str, gazetteer: Gazetteer) -> None:
    text, places = REPORTS[language]
    assert language_of(text) == language
    reading = read(Article("a", text), gazetteer)
    found = {mention.name for mention in reading.mentions if mention.place}
    assert places <= found
    assert (reading.reports, reading.dates) == ((), ())
    assert {mention.role for mention in reading.mentions} == {"background"}
    assert language_name(language) in reading.skipped[0].reason
    assert all(text[m.start : m.end] == m.name for m in reading.mentions)


def test_english_with_names_and_quotes_of_other_languages_is_english() -> None:
    for text in (
        "The governor said “ні” to the offer, the paper Le Monde de la Guerre reported from the city of Kherson.",
        "Lviv, Kyiv, Kharkiv, Odesa, Mykolaiv, Kherson, Sumy, Poltava, Dnipro, Kryvyi Rih, Zaporizhzhia, Luhansk.",
        "Two dead in Al-Hasakah. Херсон.",
        "A drone hit a depot near a village.",
        "",
    ):
        assert language_of(text) == "en"


def test_other_languages_are_told_too() -> None:
    told = {
        "de": "Mindestens zwei Menschen sind am Montag bei einem Angriff auf die Stadt Cherson getötet worden.",
        "tr": "Pazartesi günü kente düzenlenen saldırıda en az iki kişi öldü ve bir bina yıkıldı, vali de bunu söyledi.",
        "fa": "دست کم دو نفر روز دوشنبه در حمله به شهر خرسون در جنوب اوکراین کشته شدند و پنج نفر زخمی شدند، به گفته فرماندار",
    }
    assert {language_of(text) for text in told.values()} == set(told)


def test_of_an_article_in_another_language_that_tells_of_nothing_only_places_are_there() -> None:
    assert places_only("uk", 0)
    assert not places_only("uk", 1)
    assert not places_only("en", 0)
