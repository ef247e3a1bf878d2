"""Every part of a case is in the copy for the client (Art. 15), in the one for the archive too."""

import json

import pytest
from django.apps import apps
from django.urls import reverse

from counselling.consents import erasing
from counselling.models import (
    Case,
    CaseFile,
    CaseGoal,
    CaseStep,
    CaseTask,
    Consent,
    Contact,
    CourseInterest,
    ErasureReason,
    ErasureState,
    Household,
    LanguagePlacement,
    LevelEntry,
    Person,
    Recognition,
    Referral,
)
from counselling.parts import copied
from counselling.people import copy
from counselling.people.copy import LEFT_OUT
from counselling.recognition import actions as recognition_actions
from integration_office.encryption import EncryptedTextField
from integration_office.models import ReadEntry
from tests.counselling.casework import make_file, make_goal, make_level, make_step, make_task
from tests.counselling.factories import make_contact, make_deputy
from tests.counselling.language import make_interest, make_placement
from tests.counselling.people import make_consent, make_named_case
from tests.counselling.recognition import make_recognition
from tests.counselling.referrals import make_body, make_referral, make_transfer
from tests.factories import make_user


pytestmark = pytest.mark.django_db
# They name somebody else.
OTHERS = {"Consent.interpreter", "Referral.escort", "LanguagePlacement.tester"}


@pytest.fixture
def case(counsellor):
    return make_whole_case(counsellor)


def make_whole_case(counsellor):
    """One row of every part, all of its sealed fields filled."""
    case = make_named_case(
        responsible=counsellor,
        first_name="Vorname",
        other_names="Früherer",
        birth="1990-12-24",
        phone="0151 0000000",
        email="post@demo.example",
        address="Musterweg 1",
        nationality_codes="SY",
        country_of_origin="IQ",
        arrived_in="2016",
        case={"concern": "Anliegen-Wort", "literacy": "lat", "spoken": ["ara"]},
    )
    make_contact(case=case, counsellor=counsellor, note="Notiz-Wort", results=["info"])
    make_consent(case, "messenger", about="Inhalt-Wort", signed_by="Zeichen-Wort", interpreter="X")
    make_step(case, what="Schritt-Wort", goal=make_goal(case, text="Ziel-Wort"))
    make_task(case, what="Aufgabe-Wort")
    make_file(case, title="Datei-Wort")
    make_level(case, "B1", source="zert")
    Household.objects.create(case=case, adults=2, children_to_5=3)
    make_placement(
        case,
        tester="Lehrkraft-Wort",
        deviates=True,
        deviation_reason="Abweichung-Wort",
        next_step="Weiter-Wort",
    )
    make_interest(case, remark="Wunsch-Wort")
    recognition = make_recognition(
        case, title="Diplom-Wort", institution="Schule-Wort", measure="Lehrgang-Wort"
    )
    recognition_actions.tick_off(recognition, {"lebenslauf": "uebersetzt"}, by=counsellor)
    make_transfer(case, told="Gesagt-Wort", note="Vermerk-Wort", escort="Begleitung-Wort")
    return case


def data_of(client, case):
    return client.get(reverse("counselling:case_person_copy_data", args=[case.pk])).content.decode()


def models_of_a_case():
    """Whatever hangs on a case, also over one of its parts."""
    found, new = {Case}, True
    while new:
        new = {
            model
            for model in apps.get_app_config("counselling").get_models()
            for field in model._meta.fields
            if field.related_model in found and not hasattr(model, "pgh_tracked_model")
        } - found
        found |= new
    return found


def sealed_texts(case):
    """(name of the field, what stands in it) of all rows of the case and of its person."""
    rows = [case, case.person]
    for model in (Contact, Consent, CaseGoal, CaseStep, CaseTask, CaseFile, Referral):
        rows += model.objects.filter(case=case)
    for model in (LanguagePlacement, CourseInterest, Recognition):
        rows += model.objects.filter(case=case)
    for row in rows:
        for field in row._meta.fields:
            if isinstance(field, EncryptedTextField):
                yield f"{type(row).__name__}.{field.name}", getattr(row, field.name)


def test_whatever_hangs_on_a_case_is_in_the_copy_or_left_out_for_a_reason():
    assert copied | LEFT_OUT.keys() == models_of_a_case() | {Person}
    assert copied.isdisjoint(LEFT_OUT)
    assert all(LEFT_OUT.values())


def test_the_copy_holds_every_word_that_was_written_on_the_person(client, case):
    said = data_of(client, case)

    # The birth and the countries are put into words: December 1990, Syria, Iraq.
    missing = {
        name
        for name, words in sealed_texts(case)
        if words and words not in said and name not in OTHERS
    }
    assert missing == {
        "Person.birth",
        "Person.nationality_codes",
        "Person.country_of_origin",
    }
    assert {"label": "country of origin", "value": "Iraq"} in json.loads(said)["parts"][0]["rows"]
    for words in ("certificate", "children up to 5: 3", "as a table: translated"):
        assert words in said


def test_the_copy_names_nobody_else(client, case):
    said = data_of(client, case)

    for words in ("Lehrkraft-Wort", "Begleitung-Wort"):
        assert words not in said


def test_the_copy_says_nothing_of_another_client(client, counsellor, case):
    cases = Case.objects.filter(pk=case.pk)
    before = copy.everything_on(cases)

    other = make_whole_case(counsellor)
    client.get(other.get_absolute_url())
    erasing.restrict(other, by=counsellor)

    assert copy.everything_on(cases) == before


def test_a_deputy_is_recorded_for_each_case_of_the_copy_and_sees_no_other(client_of, case):
    deputy = make_user("counselling")
    second, third = (make_named_case(person=case.person) for _ in range(2))
    for number, one in enumerate((second, third)):
        make_contact(case=one, note=f"Akte-{number}")
    for one in (case, second):
        make_deputy(one, deputy)

    said = data_of(client_of(deputy), case)

    assert "Akte-0" in said
    assert "Akte-1" not in said
    rows = ReadEntry.objects.filter(by=deputy).values_list("target", "purpose")
    assert set(rows) == {(f"counselling.Case:{one.pk}", "deputy copy") for one in (case, second)}


def test_the_archive_gets_all_of_it(case, counsellor):
    erasure = erasing.offer(erasing.demand(case, by=counsellor), by=counsellor)
    erasing.answer(erasure, ErasureState.TAKEN, by=counsellor)

    said = json.dumps(copy.copy_data(Case.objects.filter(pk=case.pk)), ensure_ascii=False)

    for words in ("Ziel-Wort", "Aufgabe-Wort", "Datei-Wort", "Diplom-Wort", "Vermerk-Wort"):
        assert words in said
    assert str(ErasureReason.DEMANDED.label) in said


def test_a_level_is_told_with_the_day_and_how_it_is_known(client, case):
    assert LevelEntry.objects.filter(case=case).exists()
    rows = {part["title"]: part["rows"] for part in json.loads(data_of(client, case))["parts"]}[
        "Levels of German"
    ]

    assert any("B1" in row["value"] and "certificate" in row["value"] for row in rows)


def test_a_referral_made_in_a_talk_is_part_of_the_case(client, case, counsellor):
    talk = make_contact(case=case, counsellor=counsellor)
    make_referral(contact=talk, organisation=make_body(name="Stelle Beispiel"), note="Talk-Wort")

    said = data_of(client, case)

    assert "Stelle Beispiel" in said
    assert "Talk-Wort" in said
