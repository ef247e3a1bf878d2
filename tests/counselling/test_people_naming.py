"""No name without a consent; what is known of a person stands sealed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from counselling.models import Case, Consent, Person, PersonKey
from counselling.people import actions, index
from integration_office.models import AuditEntry
from tests.counselling.factories import make_case
from tests.counselling.pages import page
from tests.counselling.people import make_named_case, make_person, make_text
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor)


def person_post(**fields):
    """What the browser sends for a name and nothing else."""
    return {
        "last_name": "Beispielowa",
        "agreed": "on",
        "language": "deu",
        "form": "schriftlich",
        "given_on": timezone.localdate().isoformat(),
    } | fields


def consent_of(case, **fields):
    return Consent(**{"purpose": "fallakte", "text": make_text(), "form": "schriftlich"} | fields)


# Naming


def test_the_consent_holds_the_words_of_the_day_it_was_given(client, case):
    make_text()
    make_text(number=2, valid_from=timezone.localdate())

    day = (timezone.localdate() - DAY).isoformat()
    client.post(page("case_person_create", case), person_post(given_on=day))

    assert Consent.objects.get().text.number == 1


def test_only_a_name_and_a_consent_are_needed(client, counsellor, case):
    make_text()

    answer = client.post(page("case_person_create", case), person_post())

    case.refresh_from_db()
    assert answer.url == page("case_person", case)
    assert (case.person.full_name, case.person.birth) == ("Beispielowa", "")
    consent = Consent.objects.get()
    assert (consent.case, consent.purpose, consent.signed_by) == (case, "fallakte", "Beispielowa")
    assert PersonKey.objects.filter(person=case.person).exists()
    verbs = set(AuditEntry.objects.filter(by=counsellor).values_list("verb", flat=True))
    assert verbs == {"opened", "named", "consent given"}


def test_everything_that_may_be_known_is_kept(client, case):
    make_text(language="ckb")
    fields = {
        "first_name": "Şêrko",
        "last_name": "Nimûne",
        "other_names": "شێرکۆ",
        "birth": "24.12.1990",
        "nationality": "SY",
        "second_nationality": "XK",
        "third_nationality": "DE",
        "country_of_origin": "TR",
        "arrived_in": "2016",
        "phone": "0151 0000000",
        "email": "demo@demo.example",
        "address": "Musterweg 1",
        "do_not_contact": "on",
        "preferred_contact": "post",
        "special_needs": "Aufzug, kein Raum im 2. Stock",
        "language": "ckb",
        "interpreter": "Noa Beispiel (Demo)",
    }

    client.post(page("case_person_create", case), person_post(**fields))

    person = Person.objects.get()
    assert (person.full_name, person.other_names) == ("Şêrko Nimûne", "شێرکۆ")
    assert (person.birth, person.nationalities) == ("1990-12-24", ["SY", "XK", "DE"])
    assert (person.country_of_origin, person.arrived_in) == ("TR", "2016")
    assert (person.phone, person.email, person.address) == (
        "0151 0000000",
        "demo@demo.example",
        "Musterweg 1",
    )
    assert person.do_not_contact
    assert (person.preferred_contact, person.special_needs) == (
        "post",
        "Aufzug, kein Raum im 2. Stock",
    )
    consent = Consent.objects.get()
    assert (consent.text.language, consent.interpreter) == ("ckb", "Noa Beispiel (Demo)")


def test_where_somebody_comes_from_is_a_country_and_fills_no_group(client, case):
    make_text()
    address = page("case_person_create", case)

    refused = client.post(address, person_post(country_of_origin="XS"))
    client.post(address, person_post(country_of_origin="SY"))

    case.refresh_from_db()
    assert refused.status_code == 422
    assert (case.person.country_of_origin, case.person.nationalities) == ("SY", [])
    assert case.country_group == ""


def test_without_a_consent_no_name_is_stored_and_counselling_goes_on(client, case):
    make_text()

    answer = client.post(page("case_person_create", case), person_post(agreed=""))

    assert answer.status_code == 422
    sentence = "Without a consent no name is stored. You can go on counselling anonymously"
    assert sentence in answer.content.decode()
    assert not Person.objects.exists()
    assert 'value="Beispielowa"' in answer.content.decode()  # nothing typed is lost


@pytest.mark.parametrize(
    "fields",
    [
        {"purpose": "messenger"},
        {"withdrawn_on": timezone.localdate()},
        {"given_on": timezone.localdate() - 9 * DAY, "valid_until": timezone.localdate() - DAY},
        {"given_on": timezone.localdate() + DAY},
    ],
)
def test_a_consent_that_does_not_hold_names_nobody(case, counsellor, fields):
    with pytest.raises(ValidationError, match="Without a consent no name is stored"):
        actions.name_person(case, Person(last_name="A"), consent_of(case, **fields), by=counsellor)

    assert not Person.objects.exists()


def test_no_consent_at_all_names_nobody(case, counsellor):
    with pytest.raises(ValidationError, match="Without a consent no name is stored"):
        actions.name_person(case, Person(last_name="A"), None, by=counsellor)


def test_a_case_gets_one_name_and_a_closed_one_none(case, counsellor):
    named = actions.name_person(case, make_person(), consent_of(case), by=counsellor)
    with pytest.raises(ValidationError, match="has a name already"):
        actions.name_person(named, make_person(), consent_of(case), by=counsellor)

    closed = make_case(responsible=counsellor)
    Case.objects.filter(pk=closed.pk).update(
        status="abgeschlossen", closed_on=closed.opened_on, closing_reason="ziel"
    )
    with pytest.raises(ValidationError, match="closed"):
        actions.name_person(closed, make_person(), consent_of(closed), by=counsellor)


def test_a_second_click_makes_no_second_person(client, case):
    make_text()
    token = "7b4d4a0e-5f1c-4c3a-9c1e-0a1b2c3d4e5f"
    for _click in range(2):
        client.post(page("case_person_create", case), person_post(submission=token))

    assert Person.objects.count() == Consent.objects.count() == 1


def test_the_page_of_a_new_person_is_reached_by_searching_only(client, case):
    assert client.get(page("case_person_create", case)).url == page("case_name", case)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"last_name": ""}, "last_name", "Please enter at least one name in letters"),
        ({"last_name": "-"}, "last_name", "Please enter at least one name in letters"),
        ({"birth": "24. Dezember 1990"}, "birth", "Please write a day (24.12.2026)"),
        ({"birth": "31.2.1990"}, "birth", "is not a date"),
        ({"birth": "2999"}, "birth", "This birthday lies in the future."),
        ({"birth": "1.1.1800"}, "birth", "Please check the year of birth."),
        ({"arrived_in": "2999"}, "arrived_in", "This year lies in the future."),
        ({"arrived_in": "16"}, "arrived_in", "greater than or equal to 1900"),
        ({"nationality": "QQ"}, "nationality", "This choice does not exist."),
        ({"email": "nirgendwo"}, "email", "Please write an address like name@example.org."),
        ({"given_on": "2099-01-01"}, "given_on", "This day lies in the future."),
        ({"valid_until": "2020-01-01"}, "valid_until", "cannot end before it was given"),
        ({"language": "ukr"}, "language", "This choice does not exist."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    client, case, typed, field, sentence
):
    make_text()

    answer = client.post(page("case_person_create", case), person_post(**typed))

    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert sentence in errors[field][0]
    assert not Person.objects.exists()


@pytest.mark.parametrize("birth", ["1990", "12.1990", "24.12.1990", "1990-12", ""])
def test_a_birthday_may_be_known_partly_or_not_at_all(client, case, birth):
    make_text()

    client.post(page("case_person_create", case), person_post(birth=birth))

    stored = {"12.1990": "1990-12", "24.12.1990": "1990-12-24"}.get(birth, birth)
    assert Person.objects.get().birth == stored


# Groups


def test_groups_nobody_collected_follow_from_the_facts(counsellor):
    year = timezone.localdate().year
    case = make_case(responsible=counsellor, country_group="eu")
    person = make_person(birth=str(year - 30), nationality_codes="SY,DE", arrived_in=str(year - 4))

    case = actions.name_person(case, person, consent_of(case), by=counsellor)

    assert (case.age_group, case.stay) == ("27-44", "3-5")
    assert case.country_group == "eu"  # somebody chose it


def test_groups_follow_a_correction_only_where_they_followed_before(counsellor):
    year = timezone.localdate().year
    case = make_case(responsible=counsellor, stay="hier geboren")
    person = make_person(birth=str(year - 30), nationality_codes="SY")
    case = actions.name_person(case, person, consent_of(case), by=counsellor)
    person.birth, person.nationality_codes, person.arrived_in = str(year - 70), "", str(year)

    actions.change_person(person, case, by=counsellor)

    case.refresh_from_db()
    assert (case.age_group, case.country_group, case.stay) == ("65+", "syr", "hier geboren")


# The same person


def test_a_new_case_of_somebody_known_gets_the_same_person(client, counsellor, case):
    known = make_named_case(responsible=counsellor)
    address = page("case_same_person", case, person_pk=known.person.pk)
    assert "Beispielowa" not in client.get(address).content.decode()

    client.post(address, person_post(version=known.person.version))

    case.refresh_from_db()
    assert case.person == known.person
    assert Person.objects.count() == 1
    assert set(case.consents.values_list("purpose", "withdrawn_on")) == {("fallakte", None)}


def test_a_wrong_same_person_is_taken_back(client, counsellor, case):
    known = make_named_case(responsible=counsellor, birth="1990", phone="0170 1")
    client.post(
        page("case_same_person", case, person_pk=known.person.pk),
        person_post(version=known.person.version),
    )
    case.refresh_from_db()
    assert case.age_group == "27-44"
    assert page("case_person_separate", case) in client.get(page("case_person", case)).text

    client.post(page("case_person_separate", case))

    case.refresh_from_db()
    known.refresh_from_db()
    own, other = case.person, known.person
    assert (own.full_name, own.birth, own.phone) == (other.full_name, "", "")
    assert (own.pk != other.pk, other.birth, other.phone) == (True, "1990", "0170 1")
    assert (case.age_group, case.consents.in_force().count()) == ("", 1)
    assert PersonKey.objects.filter(person=own).exists()
    with pytest.raises(ValidationError, match="No other case is of this person"):
        actions.separate_person(case, by=counsellor)


def test_a_person_of_a_case_one_does_not_see_cannot_be_taken(client, case):
    stranger = make_named_case()

    answer = client.post(
        page("case_same_person", case, person_pk=stranger.person.pk), person_post(version=0)
    )

    assert answer.status_code == 404
    case.refresh_from_db()
    assert case.person is None


# Changing


def test_a_changed_name_is_found_and_recorded(client, counsellor):
    case = make_named_case(responsible=counsellor)
    form = client.get(page("case_person_edit", case)).context["form"]
    assert form["birth"].value() == "1990"

    client.post(
        page("case_person_edit", case),
        {"last_name": "Musterenko", "first_name": "Wanda", "birth": "2.3.1991", "version": 0},
    )

    person = Person.objects.get()
    assert (person.full_name, person.birth) == ("Wanda Musterenko", "1991-03-02")
    wanted = index.asked("Musterenko Wanda", "1991").strong
    assert PersonKey.objects.filter(digest__in=wanted).exists()
    assert AuditEntry.objects.filter(verb="changed", target=f"counselling.Person:{person.pk}")


def test_two_colleagues_changing_one_person_lose_nothing(client, counsellor):
    case = make_named_case(responsible=counsellor)
    first = {"last_name": "Beispielowa", "first_name": "Wanda", "phone": "04103 1", "version": 0}
    client.post(page("case_person_edit", case), first)

    answer = client.post(page("case_person_edit", case), first | {"phone": "04103 2"})

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Saved now: “04103 1”." in text
    assert 'value="04103 2"' in text
    assert Person.objects.get().phone == "04103 1"


def test_the_person_of_a_closed_case_is_read_not_changed(client, counsellor):
    case = make_named_case(responsible=counsellor)
    Case.objects.filter(pk=case.pk).update(
        status="abgeschlossen", closed_on=case.opened_on, closing_reason="ziel"
    )

    answer = client.post(page("case_person_edit", case), {"last_name": "Neu", "version": 0})

    assert answer.status_code == 422
    assert Person.objects.get().last_name == "Beispielowa"


def test_a_name_that_was_typed_is_on_no_other_page(client, case, client_of):
    """What an untouched field looks like is kept from one request to the next ({% fixed %})."""
    colleague = make_user("counselling")
    other = make_case(responsible=colleague)
    make_text()

    mine = client.post(page("case_name", case), {"name": "Wanda Musterfrau", "year": "1987"})
    theirs = client_of(colleague).post(page("case_name", other), {"name": "Kim Beispiel"})

    assert all(f'value="{word}"' in mine.text for word in ("Wanda", "Musterfrau", "1987"))
    assert all(f'value="{word}"' in theirs.text for word in ("Kim", "Beispiel"))
    assert [word for word in ("Wanda", "Musterfrau", "1987") if word in theirs.text] == []


def test_a_telephone_nobody_can_dial_gets_a_sentence_where_it_is_typed(client, case):
    make_text()

    answer = client.post(page("case_person_create", case), person_post(phone="Telefon abc"))

    form = answer.context["form"]
    assert (answer.status_code, form["phone"].value()) == (422, "Telefon abc")
    assert form.errors == {
        "phone": ["Please write a number like 04103 123-45; a word behind it goes in brackets."]
    }
    assert not Person.objects.exists()
