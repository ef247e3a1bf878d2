"""A consent signed on paper before the office kept its texts here: it claims none of them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from counselling.models import Consent
from tests.counselling.factories import make_case
from tests.counselling.pages import page
from tests.counselling.people import make_consent, make_named_case, make_text
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db
BEGUN = date(2020, 1, 1)
BEFORE = BEGUN - timedelta(days=1)


@pytest.fixture
def case(counsellor):
    for purpose in ("fallakte", "weitergabe", "messenger"):
        make_text(purpose, valid_from=BEGUN)
    return make_named_case(responsible=counsellor)


def paper(**fields):
    return {
        "purpose": "messenger",
        "language": "deu",
        "form": "schriftlich",
        "given_on": BEFORE.isoformat(),
        "own_words": "on",
    } | fields


def test_an_older_paper_is_kept_without_a_text_of_ours(client, case):
    body = make_organisation(name="Jobcenter")
    sent = paper(purpose="weitergabe", recipient=body.pk, about="Name, Kurswunsch")

    client.post(page("case_consent_create", case), sent)

    consent = Consent.objects.to_tell(body).in_force().get()
    assert (consent.text, consent.about) == (None, "Name, Kurswunsch")
    assert not Consent.objects.in_force().to_tell(make_organisation()).exists()
    listed = client.get(page("case_consents", case)).content.decode()
    assert "on an older paper, in words of its own" in listed
    sheet = page("case_consent_print", case, consent_pk=consent.pk)
    assert sheet not in listed
    assert client.get(sheet).status_code == 404
    assert client.get(page("case_person_copy_data", case)).status_code == 200


def test_a_name_comes_with_an_older_paper_as_well(client, counsellor, case):
    unnamed = make_case(responsible=counsellor)
    sent = paper(last_name="Muster", agreed="on")

    client.post(page("case_person_create", unnamed), sent)

    consent = Consent.objects.get(case=unnamed)
    assert (consent.purpose, consent.text, consent.signed_by) == ("fallakte", None, "Muster")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"given_on": BEGUN.isoformat()}, "On this day the office had its own text."),
        ({"form": "muendlich"}, "Words of its own has only what was signed on paper."),
        ({"purpose": "weitergabe"}, "Please write down what the paper allows to tell."),
        ({"own_words": ""}, "or say that it is an older paper"),
    ],
)
def test_what_is_no_older_paper_claims_no_words_of_its_own(client, case, typed, sentence):
    recipient = {"recipient": make_organisation().pk} if "purpose" in typed else {}

    answer = client.post(page("case_consent_create", case), paper(**typed, **recipient))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Consent.objects.exclude(purpose="fallakte").exists()


def test_there_is_no_sheet_to_print_for_it_and_the_database_wants_it_on_paper(client, case):
    answer = client.post(page("case_consent_sheet", case), paper())

    assert answer.status_code == 422
    assert "there is none to print" in answer.content.decode()
    consent = make_consent(case, "messenger", given_on=timezone.localdate())
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(text=None, form="muendlich")
