"""People in need are found in what is typed, and few others are taken for them."""

from __future__ import annotations

import pytest

from netzwerkhilfe.models.naming import Mark, Mention, Person, Watch, read_name


def watch(name: str = "", phone: str = "", email: str = "", street: str = "") -> Watch:
    values = {Mark.NAME: name, Mark.PHONE: phone, Mark.EMAIL: email, Mark.STREET: street}
    return Watch.of([Person("fall", tuple((m, v) for m, v in values.items() if v))], ["Maxdorf", "Hamburg"])


def found(watched: Watch, text: str) -> list[str]:
    return [text[m.start : m.end] for m in watched.find(text)]


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Familie Kovalenko", {"kovalenko"}, set()),
        ("Kovalenko, Olena", {"kovalenko"}, {"olena"}),
        ("Olena Kovalenko", {"kovalenko"}, {"olena"}),
        ("Frau Dr. Olena Kovalenko", {"kovalenko"}, {"olena"}),
        ("Olena und Serhij Kovalenko", {"kovalenko"}, {"olena", "serhij"}),
        ("Fam. Haddad/Saleh (Amal, vier Kinder)", {"haddad", "saleh"}, {"amal", "kinder"}),
        ("Ahmad Al-Sayed", {"sayed"}, {"ahmad"}),
        ("Familie von der Heydt", {"heydt"}, set()),
        ("Maria Müller-Lüdenscheid", {"muller", "ludenscheid"}, {"maria"}),
        ("Kovalenko aus Lambsheim", {"kovalenko"}, set()),
        ("familie kovalenko", {"kovalenko"}, set()),
        ("", set(), set()),
        ("06237 990318", set(), set()),
    ],
)
def test_names_as_offices_write_them(name: str, family: set[str], given: set[str]) -> None:
    parts = read_name(name)
    assert {k for keys, _ in parts for k in keys} == family
    assert {g for _, givens in parts for g in givens} == given


@pytest.mark.parametrize(
    ("name", "text", "hit"),
    [
        ("Familie Kovalenko", "passt für Kovalenko gut", "Kovalenko"),
        ("Familie Kovalenko", "KOVALENKO ruft an", "KOVALENKO"),
        ("Familie Kovalenko", "frau kovalenko war hier", "kovalenko"),
        ("Familie Kovalenko", "Kovalenkos Kinder", "Kovalenkos"),
        ("Familie Kovalenko", "die Kovalenko-Kinder", "Kovalenko"),
        ("Familie Zwölfmüller", "Frau Zwoelfmueller kommt", "Zwoelfmueller"),
        ("Frau Zwoelfmueller", "an zwölfmüller denken", "zwölfmüller"),
        ("Ahmad Al-Sayed", "Herr Alsayed oder Al Sayed?", "Sayed"),
        ("Peter Klein", "Klein, Peter ruft zurück", "Klein, Peter"),
        ("Peter Klein", "mit Peter Klein gesprochen", "Peter Klein"),
        ("Peter Klein", "an Frau Klein denken", "Klein"),
        ("Peter Klein", "Termin mit Familie Klein", "Klein"),
        ("Peter Klein", "Herrn Dr. Klein fragen", "Klein"),
        ("Peter Klein", "Herr P. Klein kommt", "Klein"),
        ("Thi Do", "Frau Do kommt um zehn", "Do"),
    ],
)
def test_a_person_is_found(name: str, text: str, hit: str) -> None:
    assert found(watch(name), text) == [hit]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Peter Klein", "Die Wohnung ist klein. Klein, aber fein."),
        ("Peter Klein", "Frau Klein-Schneider rief an"),
        ("Peter Klein", "die Frau klein, der Mann groß"),
        ("Peter Klein", "Peter Groß hat ein klein wenig Zeit"),
        ("Olena Kovalenko", "Olena Petrenko hilft am Montag"),
        ("Familie Kurz", "kurz vor zehn, Kurz: nein"),
        ("Thi Do", "Mo, Di, Do vormittags"),
        ("Familie Brandt", "Willy-Brandt-Straße 12"),
        ("Familie Haddad", "Bäckerei Haddad, Haddad GmbH, Praxis Dr. Haddad"),
        ("Familie Maxdorf", "Wohnung in Maxdorf, Maxdorfer Straße"),
        ("Familie Hamburger", "der Hamburger Hafen"),
        ("Familie mit 4 Kindern", "eine Wohnung mit drei Kindern und deren Eltern"),
        ("Alleinerziehende Mutter", "eine Mutter, alleinerziehende Person"),
        ("unbekannt", "Einzug unbekannt"),
        ("Familie Kovalenko", "Kovalenkowitsch und Ikovalenko"),
    ],
)
def test_others_are_not_taken_for_them(name: str, text: str) -> None:
    assert found(watch(name), text) == []


def test_telephone_mail_and_address_are_found_however_they_are_written() -> None:
    person = watch("", "06237 990318", "O.Kovalenko@example.org", "Hauptstraße 12a")
    assert found(person, "Tel. 0 62 37 / 99 03 18 bitte") == ["0 62 37 / 99 03 18"]
    assert found(person, "+49 6237 990318, ab 18 Uhr") == ["+49 6237 990318"]
    assert found(person, "990318 anrufen") == ["990318"]
    assert found(person, "an o.kovalenko@EXAMPLE.org.") == ["o.kovalenko@EXAMPLE.org"]
    assert found(person, "wohnt Hauptstr. 12 a") == ["Hauptstr. 12 a"]
    assert found(person, "Hauptstrasse 12A, 2. OG") == ["Hauptstrasse 12A"]
    for other in ("Hauptstraße 12", "Hauptstraße 112a", "06237 990319", "kovalenko@example.org", "67133 Maxdorf"):
        assert found(person, other) == []


def test_who_is_known_openly_or_named_by_the_entry_itself_is_no_hit() -> None:
    person = watch("Familie Haddad")
    asked: list[tuple[str, str]] = []

    def known(first: str, family: str) -> bool:
        asked.append((first, family))
        return first == "Amal"

    def hits(text: str) -> list[Mention]:
        return person.find(text, known)

    assert hits("Amal Haddad dolmetscht") == [] and hits("Haddad, Amal dolmetscht") == []
    assert len(hits("Samir Haddad dolmetscht")) == 1 and ("Samir", "Haddad") in asked
    assert person.find("Frau Haddad ruft zurück", own=lambda: ["Frau Haddad"]) == []
    assert len(watch("Amal Haddad").find("Amal Haddad dolmetscht", known)) == 1  # the person in need herself


def test_one_of_a_thousand_is_found() -> None:
    people = [Person(f"{i}", ((Mark.NAME, f"Nach{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}name"),)) for i in range(676)]
    hits = Watch.of(people).find("Die Vermieterin ruft am Dienstag zurück. Nachczname war da.")
    assert [m.entries for m in hits] == [("652",)]
