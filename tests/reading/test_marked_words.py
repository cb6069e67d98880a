"""What is passed over for speed is found all the same when it is asked for."""

from __future__ import annotations

from datetime import date

from geo.model import Article
from geo.reading.document import Document
from geo.reading.hearing import Hearing
from geo.reading.lexicon import mark
from geo.reading.sentences import split_sentences
from geo.reading.toponym_scripts import in_other_scripts
from geo.reading.toponym_tokens import sentence_bounds, tokenise


def test_a_word_that_opens_no_phrase_is_found_in_its_sentence() -> None:
    marked = mark("Zebras grazed, and zebras slept.")
    assert "zebras" not in marked.marks
    assert [(m.first, m.last) for m in marked.of("zebras")] == [(0, 1), (4, 5)]
    assert not marked.of("lions")
    assert not marked.of("NO_SUCH_CLASS")


def test_a_word_inside_a_name_is_not_found() -> None:
    assert not mark("Zebras grazed.", [(0, 6)]).of("zebras")


def test_a_sentence_lacks_only_words_and_classes_that_it_does_not_hold() -> None:
    marked = mark("Soldiers fired 12 shells.")
    assert marked.lacks(("lions", "NO_SUCH_CLASS"))
    assert not marked.lacks(("lions", "shells"))
    assert not marked.lacks(("NUM",))


def test_the_stretches_of_sentences_cover_all_tokens_in_order() -> None:
    text = "One came. Two went!\n\n“Three” stayed – four"
    tokens = tokenise(text, split_sentences(text))
    bounds = sentence_bounds(tokens)
    assert [at for first, last in bounds for at in range(first, last)] == list(range(len(tokens)))
    assert all(len({token.sentence for token in tokens[first:last]}) == 1 for first, last in bounds)
    assert sentence_bounds([]) == []


def test_letters_of_other_scripts_are_noticed() -> None:
    assert in_other_scripts("The town of Бахмут")
    assert in_other_scripts("مدينة الرقة")
    assert not in_other_scripts("The “town” of Pont-Sondé")


def test_a_pronoun_points_back_over_sentences_that_nobody_asked_about() -> None:
    text = "The defence ministry said the week was calm. Rain fell. It said shells had hit the depot."
    sentences = split_sentences(text)
    article = Article(id="a", text=text, published=date(2024, 6, 1))
    hearing = Hearing(Document(article, sentences, (), (), (), ()))
    for sentence in sentences:
        hearing.enter(sentence, heading=False)
        hearing.hear(sentence)
    source = hearing.source(sentences[-1])
    assert source is not None
    assert "defence ministry" in source.who[0]
