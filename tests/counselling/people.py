"""Persons, texts and consents for tests. Name only what the test is about."""

from datetime import date

from django.utils import timezone

from counselling import privacy
from counselling.consents import erasing
from counselling.models import Case, Consent, ConsentText, ErasureState, Person
from counselling.people import index
from tests.counselling.factories import make_case, make_contact


def make_person(**fields):
    """Somebody with an invented name, found by it; of no case yet."""
    person = Person.objects.create(
        **{"last_name": "Beispielowa", "first_name": "Wanda", "birth": "1990"} | fields
    )
    index.write(person)
    return person


def make_text(purpose="fallakte", language="deu", **fields):
    """A version of a text, the first one unless `number` says otherwise, valid for years."""
    words = {"title": "Einwilligung (Demo)", "text": "# Wozu\nDamit wir beraten können."}
    words |= {"valid_from": date(2020, 1, 1)} | fields
    number = words.pop("number", 1)
    return ConsentText.objects.get_or_create(
        purpose=purpose, language=language, number=number, defaults=words
    )[0]


def make_consent(case, purpose="fallakte", **fields):
    text = fields.pop("text", None) or make_text(purpose)
    return Consent.objects.create(
        **{"case": case, "purpose": purpose, "text": text, "form": "schriftlich"} | fields
    )


def make_named_case(*, responsible=None, person=None, case=None, **fields):
    """A running case of a person who has agreed to it."""
    case = make_case(responsible=responsible, **(case or {}))
    return name(case, person or make_person(**fields))


def make_talked_case(counsellor):
    """One with a confidential talk in which relatives were counselled as well."""
    case = make_named_case(responsible=counsellor, case={"gender": "w", "country_group": "syr"})
    make_contact(case=case, counsellor=counsellor, note="vertraulich", relatives=2)
    return case


def file_consent(case):
    """The consent to keep the file."""
    return case.consents.get(purpose="fallakte")


def anonymised(case):
    """As after a year: closed, and its content has gone."""
    cases = Case.objects.filter(pk=case.pk)
    cases.update(status="abgeschlossen", closed_on=timezone.localdate(), closing_reason="ziel")
    privacy.anonymise(cases)


# For the table of access: pages that need more than their case.

NAMED = {"case_person", "case_person_edit", "case_person_copy", "case_person_copy_data"}
NAMED |= {"case_person_copy_papers", "case_name_show", "case_person_separate"}
ERASURE = {"case_erasure", "erasure_offer", "erasure_answer", "erasure_copy", "erasure_finish"}
ERASURE |= {"erasure_lift"}
CONSENT = {"case_consent_print", "case_consent_withdraw"}
PAGES = NAMED | ERASURE | CONSENT | {"case_same_person", "case_file_consent_sheet"}


def for_page(verb, word, case, own):
    """The arguments of the page; `own` is another case, of the user."""
    make_text()
    if verb in ERASURE and word == "restricted":
        restrict(case, verb)
    if verb in NAMED:
        name(case, make_person())
    if verb in CONSENT:
        return {"pk": case.pk, "consent_pk": make_consent(case, "messenger").pk}
    if verb == "case_same_person":
        return {"pk": case.pk, "person_pk": name(own, make_person()).person.pk}
    return {"pk": case.pk}


def name(case, person):
    case.person = person
    case.save()
    make_consent(case)
    return case


def restrict(case, verb):
    """On its way, as far as the page needs it."""
    by = case.responsible
    if verb == "erasure_lift":
        return erasing.restrict(case, by=by)
    erasure = erasing.demand(case, by=by)
    if verb == "erasure_copy":
        erasing.offer(erasure, by=by)
        erasure = erasing.answer(erasure, ErasureState.TAKEN, by=by)
    return erasure
