"""The words of the consents: in thirteen languages, in versions, and none is lost by a new one."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from counselling import chores
from counselling.consents import texts
from counselling.models import Case, ConsentText, Household, Person, WorkProfile
from integration_office.codes import Language
from integration_office.models import AuditEntry
from tests.counselling.factories import make_case
from tests.counselling.people import make_consent, make_text
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LANGUAGES = ["deu", "ukr", "rus", "ara", "prs", "pes", "tur", "kmr", "ckb", "pol", "ron", "eng"]
LANGUAGES += ["fra"]


# By which words of the German text a client knows that the file may hold this.
SAID_OF = {
    "Name": ("person", "last_name", "first_name", "other_names"),
    "Geburtsdatum": ("birth", "age_group"),
    "Geschlecht": ("gender",),
    "Staatsangehörigkeit": ("nationality_codes", "country_group"),
    "Herkunftsland": ("country_of_origin",),
    "Jahr der Einreise": ("arrived_in", "stay"),
    "Adresse": ("address",),
    "Telefon, E-Mail": ("phone", "email", "preferred_contact"),
    "Art und Ende des Aufenthalts": ("status_group", "residence_until", "residence_remind_on"),
    "Sprachen und Deutschniveau": ("language", "spoken", "literacy", "german_level"),
    "Ortsteil": ("district",),
    "Schule, Beruf und Leistungen": WorkProfile.FACTS,
    "Haushalt": Household.SIZES,
    "besonderer Bedarf": ("special_needs",),
    "Ihr Anliegen": ("concern",),
}


def keys(said, before=""):
    for key, word in said.items():
        if isinstance(word, dict):
            yield from keys(word, f"{before}{key}.")
        else:
            yield f"{before}{key}"


def test_every_language_says_everything_german_says():
    german = set(keys(texts._file()["deu"]))

    assert {
        code: german ^ set(keys(said)) for code, said in texts._file().items()
    } == dict.fromkeys(
        ["deu", "ukr", "rus", "ara", "prs", "pes", "tur", "kmr", "ckb", "pol", "ron", "eng", "fra"],
        set(),
    )


def test_nothing_is_left_untranslated_and_nothing_is_too_long():
    for language in texts.languages():
        for purpose in texts.PURPOSES:
            title, text = texts.composed(language, purpose)
            assert len(title) <= 160
            assert len(text) <= 8000
            assert language == "deu" or text != texts.composed("deu", purpose)[1]
            assert len(ConsentText(text=text).blocks) == 7


@pytest.mark.parametrize("language", texts.languages())
def test_a_language_is_written_in_its_own_direction(language):
    title, text = texts.composed(language, "fallakte")
    words = texts.words_for(ConsentText(language=language, text=text))

    assert words.direction == texts.direction_of(title)
    assert words.direction == ("rtl" if language in ("ara", "prs", "pes", "ckb") else "ltr")
    assert words["version"].format(number=1, date="–")


@pytest.mark.parametrize("model", [Person, Case, WorkProfile, Household])
def test_the_consent_to_a_file_names_every_kind_of_data_the_file_may_hold(model):
    _title, text = texts.composed("deu", "fallakte")

    assert set(model.PERSONAL) <= {field for fields in SAID_OF.values() for field in fields}
    assert [words for words in SAID_OF if words not in text] == []


def test_the_texts_are_taken_once():
    assert texts.load() == 4 * 13
    assert texts.load() == 0

    assert ConsentText.objects.count() == 52
    assert AuditEntry.objects.get(verb="texts taken").note == "52"


def test_the_clock_takes_what_is_missing_and_leaves_what_the_office_wrote():
    make_text("fallakte", "deu", title="Unser Text")

    chores.take_texts_of_consents(timezone.localdate())

    assert ConsentText.objects.get(purpose="fallakte", language="deu").title == "Unser Text"
    assert ConsentText.objects.count() == 52


def test_the_highest_version_that_has_begun_is_current():
    today = timezone.localdate()
    make_text(number=1, valid_from=today - DAY)
    second = make_text(number=2, valid_from=today)
    make_text(number=3, valid_from=today + DAY)
    other = make_text(language="ukr")

    assert set(ConsentText.objects.current()) == {second, other}


def test_coordination_writes_the_next_version_and_what_was_signed_stays(client_of):
    coordination = make_user("coordination")
    old = make_text(text="# Wozu\nAlt.")
    signed = make_consent(make_case(), text=old)
    page = reverse("counselling:consent_text_next", args=[old.pk])
    form = client_of(coordination).get(page).context["form"]
    assert (form.initial["title"], form.initial["text"]) == (old.title, "# Wozu\nAlt.")

    answer = client_of(coordination).post(
        page,
        {"title": old.title, "text": "# Wozu\nNeu.", "valid_from": timezone.localdate()},
    )

    new = ConsentText.objects.get(number=2)
    assert answer.url == new.get_absolute_url()
    assert (new.purpose, new.language, new.text) == ("fallakte", "deu", "# Wozu\nNeu.")
    signed.refresh_from_db()
    assert signed.text.text == "# Wozu\nAlt."


def test_a_version_that_changes_nothing_or_begins_in_the_past_is_refused():
    old, by = make_text(), make_user("coordination")

    with pytest.raises(ValidationError, match="Nothing has changed"):
        texts.add_version(ConsentText(**words_of(old)), by=by)
    with pytest.raises(ValidationError, match="begins today or later"):
        texts.add_version(
            ConsentText(**words_of(old, text="Neu."), valid_from=timezone.localdate() - DAY), by=by
        )


def words_of(version, **fields):
    names = ("purpose", "language", "title", "text")
    return {name: getattr(version, name) for name in names} | fields


def test_coordination_adds_a_language_of_its_own(client_of):
    client = client_of(make_user("coordination"))

    answer = client.post(
        reverse("counselling:consent_text_create"),
        {
            "purpose": "fallakte",
            "language": "urd",
            "title": "رضامندی",
            "text": "# کیوں\nہم",
            "valid_from": timezone.localdate(),
        },
    )

    text = ConsentText.objects.get()
    page = client.get(answer.url).content.decode()
    assert (text.number, text.language) == (1, Language.URD)
    # Its direction is that of its letters, its labels are German until somebody translates them.
    assert '<div class="panel kern-layer kern-level-2 stack prose" lang="urd" dir="rtl">' in page


def test_all_versions_stand_in_the_list(client_of):
    client = client_of(make_user("counselling"))
    make_text(title="Erste Fassung")
    make_text(number=2, title="Zweite Fassung")

    page = client.get(reverse("counselling:consent_texts")).content.decode()

    assert "Erste Fassung" in page
    assert "Zweite Fassung" in page
    assert reverse("counselling:consent_text_create") not in page


def test_words_in_another_language_say_in_which_and_run_in_its_direction(client_of):
    client = client_of(make_user("coordination"))
    text = make_text(language="ara", title="عنوان", text="لماذا")

    listed = client.get(reverse("counselling:consent_texts")).content.decode()
    form = client.get(reverse("counselling:consent_text_next", args=[text.pk])).content.decode()

    assert '<span lang="ar" dir="auto">عنوان</span>' in listed
    fields = re.findall('<(?:input|textarea)[^>]* name="(?:title|text)"[^>]*>', form)
    assert [('dir="auto"' in field, 'lang="ar"' in field) for field in fields] == [(True, True)] * 2
