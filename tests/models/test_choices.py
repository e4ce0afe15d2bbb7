"""Choices: what is stored is a key, what people read is a label, and both are understood."""

from __future__ import annotations

import datetime as dt

import pytest

from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.facts import Facts, StageFact
from netzwerkhilfe.models.fields import CHOICE, CHOICES, LEVELS, STAGE, Field, canonical, parse, show
from netzwerkhilfe.models.values import Unreadable


class Colour(Choice):
    """Choices of this test: one whose word is its key, one with a label of its own."""

    RED = "rot"
    SKY = "sky", "himmelblau"


FIELD = Field("Farbe", CHOICE, choices=Colour, synonyms={"azur": Colour.SKY})
SEVERAL = Field("Farben", CHOICES, choices=Colour)
FACTS = Facts(
    dt.date(2026, 3, 1),
    categories={"languages": ("Farsi/Dari", "Deutsch")},
    synonyms={("languages", "persisch"): "Farsi/Dari"},
    stages={"housing": (StageFact("frei", 0, "", ("verfügbar",), "noch zu haben"),)},
    renamed={("languages", "Farsi/Dari"): "Persisch (Farsi/Dari)"},
)


@pytest.mark.parametrize("text", ["sky", "Himmelblau", "AZUR"])
def test_key_label_and_other_words_are_read_as_the_key(text: str) -> None:
    assert parse(FIELD, text).value == "sky"


def test_people_read_labels_and_stores_keep_keys() -> None:
    assert show(FIELD, Colour.SKY) == "himmelblau"
    assert show(SEVERAL, ["rot", "sky", "grün"]) == "rot, himmelblau, grün"
    assert parse(SEVERAL, "himmelblau und rot").value == ("sky", "rot")
    assert canonical(["rot", Colour.SKY]) == '["rot","sky"]'


def test_a_message_names_labels() -> None:
    with pytest.raises(Unreadable, match="rot, himmelblau"):
        parse(FIELD, "grün")


def test_unknown_keys_are_told_apart() -> None:
    assert Colour.of("sky") is Colour.SKY
    assert Colour.of("grün") is None and Colour.of(["sky"]) is None and Colour.of(None) is None


def test_what_a_network_renamed_keeps_its_key() -> None:
    """GIVEN a category and a stage under new names WHEN they are typed THEN the entries keep what was stored before."""
    languages = Field("Sprachen", CHOICES, choices="languages")
    for text in ("Persisch (Farsi/Dari)", "Farsi/Dari", "persisch"):
        assert parse(languages, text, FACTS).value == ("Farsi/Dari",)
    assert show(languages, ["Farsi/Dari", "Deutsch"], FACTS) == "Persisch (Farsi/Dari), Deutsch"
    assert show(Field("Niveau", LEVELS, choices="languages"), ["Farsi/Dari B2"], FACTS) == "Persisch (Farsi/Dari) B2"
    stage = Field("Stand", STAGE, choices="housing")
    for text in ("noch zu haben", "frei", "verfügbar"):
        assert parse(stage, text, FACTS).value == "frei"
    assert show(stage, "frei", FACTS) == "noch zu haben"
