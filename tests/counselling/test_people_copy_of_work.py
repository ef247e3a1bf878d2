"""The copy for the client holds all that hangs on the case, and nobody else's name."""

import json

import pytest
from django.urls import reverse

from counselling.models import Household
from counselling.referrals import actions as referral_actions
from tests.counselling.casework import make_file, make_goal, make_level, make_step, make_task
from tests.counselling.factories import make_case, make_contact
from tests.counselling.language import make_interest, make_placement
from tests.counselling.people import make_named_case
from tests.counselling.recognition import make_recognition
from tests.counselling.referrals import make_body, make_referral, make_transfer, upload
from tests.factories import make_user


pytestmark = pytest.mark.django_db


def copy_of(client, case):
    answer = client.get(reverse("counselling:case_person_copy_data", args=[case.pk]))
    parts = json.loads(answer.content)["parts"]
    return {part["title"]: [row["value"] for row in part["rows"]] for part in parts}


@pytest.fixture
def case(counsellor):
    return make_named_case(responsible=counsellor, case={"spoken": ["fra"], "literacy": "lat"})


def test_what_was_agreed_and_found_out_stands_in_the_copy(client, case):
    make_goal(case, text="Deutsch B1 erreichen")
    make_step(case, what="Zeugnis übersetzen lassen")
    make_task(case, what="VHS anrufen")
    make_level(case, "A2")
    make_file(case, title="Mietvertrag")
    Household.objects.create(case=case, adults=2, children_to_5=1)

    data = copy_of(client, case)

    assert data["Goals"] == ["goal: Deutsch B1 erreichen\nfield of action: language\nstate: open"]
    assert "Zeugnis übersetzen lassen" in data["Steps"][0]
    assert "VHS anrufen" in data["Tasks"][0]
    assert data["Household"] == ["2", "1"]
    assert "A2" in data["Levels of German"][0]
    assert "Mietvertrag" in data["Files"][0]
    assert {"French", "reads and writes Latin script"} <= set(data[str(case)])


def test_courses_and_recognitions_stand_in_the_copy(client, case):
    make_placement(case, next_step="Zur VHS gehen")
    make_interest(case, remark="nur mit Kinderbetreuung", times=["vm"], childcare=True)
    make_recognition(case, institution="Schule in Probe")

    data = copy_of(client, case)

    assert "next step: Zur VHS gehen" in data["Language placements"][0]
    interest = data["Course interests"][0]
    assert "what else matters: nur mit Kinderbetreuung" in interest
    assert "needs childcare: yes" in interest
    recognition = data["Recognitions"][0]
    assert "title in the original: Hemşire diploması" in recognition
    assert "Schule in Probe" in recognition


def test_who_was_told_what_stands_in_the_copy(client, counsellor, case):
    body = make_body(name="Beratungsstelle Beispiel")
    transfer = make_transfer(case, body=body, told="Sucht einen Kurs.", note="Freitags nicht.")
    referral_actions.add_file(transfer, upload("Zeugnis.pdf"), by=counsellor)
    make_referral(contact=make_contact(case=case, counsellor=counsellor), note="Aus dem Gespräch")

    of_case, of_talk = sorted(copy_of(client, case)["Referrals"], key=len, reverse=True)

    for words in (
        "Beratungsstelle Beispiel",
        "Sucht einen Kurs.",
        "Freitags nicht.",
        "Zeugnis.pdf",
    ):
        assert words in of_case
    assert "Aus dem Gespräch" in of_talk


def test_nobody_else_is_named_and_no_other_case_told_of(client, counsellor, case):
    make_placement(case, tester="Noa Lehrkraft (Demo)")
    escort = {"kind": "begleit", "escort": "Paul Begleiter (Demo)"}
    make_referral(case=case, organisation=make_body(), **escort)
    make_task(case, for_user=make_user("counselling", name="Robin Beispiel (Demo)"))
    other = make_case(responsible=counsellor)
    make_goal(other, text="anderer Mensch")

    text = str(copy_of(client, case))

    for words in ("Noa", "Paul", "Robin", counsellor.name, "anderer Mensch", other.number):
        assert words not in text
