"""Consent is never guessed: what was signed at the office stays there until somebody says what a column means."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.models import NET
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import importer
from tests.acts import act

WORDINGS = (
    *(
        "Datenschutz unterschr.",
        "Datenschutz",
        "DSGVO",
        "DSGVO-Erklärung liegt vor",
        "Einwilligung",
        "Einwilligungserklärung",
    ),
    *(
        "Unterschrift",
        "Datenschutzhinweise unterschrieben",
        "Zustimmung Datenverarbeitung",
        "einverstanden",
        "Einverständnis",
    ),
    *("Freigabe", "DS-GVO unterschr. am", "Datenschutzerkl.", "Daten-Weitergabe ok?"),
)


def _list(folder: Path, heading: str) -> Path:
    path = folder / "liste.csv"
    path.write_text(
        f"Name;Telefon;{heading}\nGroß;0171 1111111;ja (5.5.2025)\nKlein;0171 2222222;x\nLang;0171 3333333;nein\n",
        "utf-8",
    )
    return path


@pytest.mark.parametrize("heading", WORDINGS)
def test_nobody_goes_to_the_network_until_somebody_says_so(store: Store, tmp_path: Path, heading: str) -> None:
    plan = importer.plan(store, "volunteers", _list(tmp_path, heading))
    assert plan.asked == (heading,) and plan.json()["asked"] == [heading]
    act(store, importer.apply, plan)
    people = store.many("volunteers", store.ids("volunteers"))
    assert {p.space for p in people} == {store.office_space} and not any(p.values["consent_network"] for p in people)
    kept = {p.values["last_name"]: c.values for p in people if (c := store.companion(p))}
    assert kept["Groß"]["privacy_signed"] is True and kept["Groß"]["privacy_signed_on"] == "2025-05-05"
    assert kept["Klein"]["privacy_signed"] is True and kept["Lang"]["privacy_signed"] is False


def test_who_is_asked_says_so_once_for_such_a_list(store: Store, tmp_path: Path) -> None:
    path = _list(tmp_path, "Datenschutz unterschr.")
    act(store, importer.apply, importer.plan(store, "volunteers", path, consent=True))
    spaces = {p.values["last_name"]: p.space for p in store.many("volunteers", store.ids("volunteers"))}
    assert spaces == {"Groß": NET, "Klein": NET, "Lang": store.office_space}
    path.write_text(path.read_text("utf-8") + "Neu;0171 4444444;ja\n", "utf-8")
    plan = importer.plan(store, "volunteers", path)
    assert plan.mapping["Datenschutz unterschr."] == "consent_network" and plan.json()["known"] == 3
    again = importer.plan(store, "volunteers", path, consent=False)
    assert again.mapping["Datenschutz unterschr."] == "privacy_signed"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Verschwiegenheitserklärung unterschrieben", "pledge_on"),
        ("Einwilligung: alle Büros dürfen die Angaben sehen", "consent_network"),
        ("Fotoerlaubnis unterschrieben", None),
        ("Einwilligung der Eltern", "guardian_consent_on"),
        ("Newsletter-Einwilligung", None),
    ],
)
def test_other_signatures_are_others(store: Store, tmp_path: Path, heading: str, field: str | None) -> None:
    plan = importer.plan(store, "volunteers", _list(tmp_path, heading))
    assert plan.mapping.get(heading) == field and plan.asked == ()


def test_a_list_taken_before_with_consent_keeps_it(store: Store, tmp_path: Path) -> None:
    """GIVEN people who are shared by a list of old WHEN it comes again and its column means the office only THEN they
    stay shared."""
    path = _list(tmp_path, "Datenschutz unterschr.")
    act(store, importer.apply, importer.plan(store, "volunteers", path, consent=True))
    act(store, importer.apply, importer.plan(store, "volunteers", path, consent=False))
    spaces = {p.values["last_name"]: p.space for p in store.many("volunteers", store.ids("volunteers"))}
    assert spaces["Groß"] == NET and store.check() == []
