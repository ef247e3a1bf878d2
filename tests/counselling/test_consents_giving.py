"""A consent is given for one purpose, in words that stay, to one recipient at most."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from counselling.consents import giving
from counselling.models import Case, Consent
from integration_office.models import AuditEntry
from tests.counselling.factories import make_case, make_deputy
from tests.counselling.pages import page
from tests.counselling.people import make_consent, make_named_case, make_text
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def case(counsellor):
    return make_named_case(responsible=counsellor)


@pytest.fixture(autouse=True)
def some_texts():
    for purpose in ("fallakte", "weitergabe", "messenger", "art9"):
        make_text(purpose)


def consent_post(**fields):
    return {
        "purpose": "messenger",
        "language": "deu",
        "form": "schriftlich",
        "given_on": timezone.localdate().isoformat(),
    } | fields


def test_a_consent_to_tell_names_what_to_whom_until_when(client, counsellor, case):
    jobcenter, until = make_organisation(name="Jobcenter"), timezone.localdate() + 90 * DAY

    answer = client.post(
        page("case_consent_create", case),
        consent_post(
            purpose="weitergabe",
            recipient=jobcenter.pk,
            about="Name, Deutschniveau",
            valid_until=until.isoformat(),
        ),
    )

    consent = Consent.objects.to_tell(jobcenter).in_force().get()
    assert answer.url == page("case_consents", case)
    assert (consent.about, consent.valid_until) == ("Name, Deutschniveau", until)
    assert (consent.text, consent.signed_by) == (make_text("weitergabe"), "Wanda Beispielowa")
    entry = AuditEntry.objects.get(verb="consent given", note="weitergabe")
    assert (entry.target, entry.by) == (f"counselling.Consent:{consent.pk}", counsellor)
    listed = client.get(page("case_consents", case)).content.decode()
    assert "Jobcenter" in listed
    assert "Wanda" not in listed


def test_a_parent_signs_for_a_child(client, case):
    client.post(
        page("case_consent_create", case), consent_post(signed_by="Maria Beispielowa, Mutter")
    )

    assert Consent.objects.get(purpose="messenger").signed_by == "Maria Beispielowa, Mutter"


def test_the_text_is_the_version_that_is_current(client, case):
    make_text("messenger", number=2)
    make_text("messenger", number=3, valid_from=timezone.localdate() + DAY)

    client.post(page("case_consent_create", case), consent_post())

    assert Consent.objects.get(purpose="messenger").text.number == 2


def test_the_text_is_the_version_of_the_day_on_which_it_was_signed(client, case):
    today = timezone.localdate()
    make_text("messenger", number=2, valid_from=today, text="Neue Worte.")

    client.post(page("case_consent_create", case), consent_post(given_on=(today - DAY).isoformat()))
    client.post(page("case_consent_create", case), consent_post(interpreter="heute"))

    numbers = Consent.objects.filter(purpose="messenger").order_by("given_on")
    assert list(numbers.values_list("text__number", flat=True)) == [1, 2]


def test_nobody_has_signed_before_there_were_words(client, case):
    for page_name in ("case_consent_create", "case_consent_sheet"):
        answer = client.post(page(page_name, case), consent_post(given_on="2019-12-31"))

        assert answer.status_code == 422
        assert "no text yet that could be signed" in answer.context["form"].errors["given_on"][0]
    assert not Consent.objects.filter(purpose="messenger").exists()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"purpose": "weitergabe"}, "recipient", "Please choose to whom"),
        ({"recipient": "jobcenter"}, "recipient", "Only passing something on has a recipient."),
        ({"given_on": "2099-01-01"}, "given_on", "This day lies in the future."),
        ({"given_on": "gestern"}, "given_on", "There is no such day."),
        ({"valid_until": "2020-01-01"}, "valid_until", "cannot end before it was given"),
        ({"purpose": "newsletter"}, "purpose", "This choice does not exist."),
        ({"purpose": ""}, "purpose", "Please choose what the person agrees to."),
        ({"language": "ukr"}, "language", "There is no text in this language for this purpose"),
        ({"language": "zho"}, "language", "This choice does not exist."),
    ],
)
def test_what_is_wrong_is_said_where_it_is(client, case, typed, field, sentence):
    make_text("fallakte", "ukr")
    if "recipient" in typed:
        typed = {"recipient": make_organisation(name="Jobcenter").pk}

    answer = client.post(page("case_consent_create", case), consent_post(**typed))

    errors = answer.context["form"].errors
    assert answer.status_code == 422
    assert list(errors) == [field]
    assert sentence in errors[field][0]
    assert Consent.objects.count() == 1


def test_without_a_name_there_are_consents_but_none_to_keep_a_file(client, counsellor):
    case = make_case(responsible=counsellor)
    form = client.get(page("case_consent_create", case)).context["form"]
    assert "signed_by" not in form.fields
    assert "fallakte" not in dict(form.fields["purpose"].choices)

    client.post(page("case_consent_create", case), consent_post())

    consent = Consent.objects.get()
    assert (consent.purpose, consent.signed_by) == ("messenger", "")
    with pytest.raises(ValidationError, match="together with the name"):
        giving.give(
            Consent(case=case, purpose="fallakte", text=make_text(), form="muendlich"),
            by=counsellor,
        )
    with pytest.raises(ValidationError, match="The case has no name"):
        giving.give(
            Consent(
                case=case,
                purpose="messenger",
                text=make_text("messenger"),
                form="muendlich",
                signed_by="Wanda",
            ),
            by=counsellor,
        )


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/counselling/7/refer/to/?offer=3&kind=uebergabe", "same"),
        ("https://demo.example/", "consents"),
        ("//demo.example/", "consents"),
    ],
)
def test_a_consent_a_transfer_waits_for_leads_back_to_it_and_nowhere_else(
    client, case, asked, leads_to
):
    body = make_organisation(name="Beratungsstelle Beispiel")
    query = urlencode({"recipient": body.pk, "next": asked})
    address = f"{page('case_consent_create', case)}?{query}"

    form = client.get(address).context["form"]
    answer = client.post(address, consent_post())

    assert (form["purpose"].value(), form["recipient"].value()) == ("weitergabe", str(body.pk))
    back = {"same": asked, "consents": page("case_consents", case)}
    assert answer.url == back[leads_to]


def test_a_closed_case_takes_no_consent(client, case):
    Case.objects.filter(pk=case.pk).update(
        status="abgeschlossen", closed_on=case.opened_on, closing_reason="ziel"
    )

    answer = client.post(page("case_consent_create", case), consent_post())

    assert "This case is closed. Please reopen it first." in answer.content.decode()


def test_a_text_of_another_purpose_is_refused(case, counsellor):
    with pytest.raises(ValidationError, match="another purpose"):
        giving.give(
            Consent(case=case, purpose="art9", text=make_text(), form="muendlich"), by=counsellor
        )


def test_the_database_holds_the_recipient_against_everybody(case):
    for purpose, recipient in (("weitergabe", None), ("messenger", make_organisation())):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_consent(case, purpose, recipient=recipient)


@pytest.mark.parametrize(
    ("fields", "in_force"),
    [
        ({}, True),
        ({"valid_until": timezone.localdate()}, True),
        ({"valid_until": timezone.localdate() - DAY, "given_on": "2020-01-01"}, False),
        ({"withdrawn_on": timezone.localdate()}, False),
        ({"given_on": timezone.localdate() + DAY}, False),
    ],
)
def test_a_consent_holds_from_its_day_until_its_end(case, fields, in_force):
    consent = make_consent(case, "messenger", **fields)
    consent.refresh_from_db()

    assert consent.is_in_force == in_force
    assert Consent.objects.in_force().filter(pk=consent.pk).exists() == in_force


def test_deputies_see_consents_and_strangers_do_not(client, counsellor):
    theirs = make_named_case()
    consent = make_consent(theirs, "messenger")
    assert client.get(page("case_consents", theirs)).status_code == 404

    make_deputy(theirs, counsellor)

    assert client.get(page("case_consents", theirs)).status_code == 200
    own = make_named_case(responsible=counsellor)
    # A consent of another case is not reached through one's own.
    wrong = page("case_consent_withdraw", own, consent_pk=consent.pk)
    assert client.post(wrong).status_code == 404


@pytest.mark.parametrize("consents", [1, 4])
def test_the_list_needs_the_same_queries_for_any_number(
    client, case, consents, django_assert_num_queries
):
    for _number in range(consents):
        make_consent(case, "weitergabe", recipient=make_organisation())

    with django_assert_num_queries(5):  # session, user, case, read log, consents
        client.get(page("case_consents", case))
