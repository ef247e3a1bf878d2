"""Nothing of a person leaves the case: no page of anybody else, no table, no log says who it is."""

import pytest
from django.db import connection
from django.urls import URLPattern, get_resolver, reverse

from counselling.models import Consent, Person
from tests.counselling.factories import make_contact, make_deputy
from tests.counselling.people import make_consent, make_named_case
from tests.factories import make_user


pytestmark = pytest.mark.django_db
SECRETS = {
    "last_name": "Geheimowa",
    "first_name": "Xandria",
    "other_names": "Verborgenko",
    "birth": "1987-03-09",
    "phone": "0151 7777123",
    "email": "xandria@geheim.example",
    "address": "Versteckweg 99",
    "nationality_codes": "BT",
    "arrived_in": "1999",
}
NOTE, CONCERN = "Wortlautderberatung", "Anliegengeheim"
WORDS = [
    *("Geheimowa", "Xandria", "Verborgenko", "7777123", "geheim.example", "Versteckweg"),
    *("1987-03-09", NOTE, CONCERN, "Dolmetschgeheim", "Angabegeheim"),
]


@pytest.fixture
def case():
    case = make_named_case(case={"concern": CONCERN}, **SECRETS)
    make_contact(case=case, counsellor=case.responsible, note=NOTE)
    make_consent(
        case,
        "art9",
        about="Angabegeheim",
        interpreter="Dolmetschgeheim",
        signed_by="Xandria Geheimowa",
    )
    return case


def plain_pages(resolver, namespace=""):
    """The names of all pages that are opened without an object."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if not pattern.pattern.converters and pattern.name:
                yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from plain_pages(pattern, inner)


PAGES = sorted(
    name
    for name in plain_pages(get_resolver())
    if not name.startswith(("account_", "mfa_", "socialaccount_", "openid_connect_", "user"))
    and "hsds" not in name
)


def texts_for(client, case):
    """Whatever a login gets to read without an object: pages, their exports, and the search."""
    for name in PAGES:
        answer = client.get(reverse(name))
        yield name, said_by(answer)
        if "format=csv" in said_by(answer):
            yield f"{name} csv", said_by(client.get(reverse(name), {"format": "csv"}))
    for typed in ("Geheimowa", case.number):
        # The field repeats what was typed; what was found stands below it.
        hits = client.get(reverse("search"), {"q": typed})
        yield f"search {typed}", "".join(str(group) for group in hits.context["groups"])


def said_by(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "ignore")


@pytest.mark.parametrize(
    "role",
    ["administration", "data_protection", "partner", "volunteer", "counselling", "coordination"],
)
def test_no_page_search_or_export_of_anybody_else_holds_a_word_of_it(role, case, client_of):
    read = dict(texts_for(client_of(make_user(role)), case))

    assert len(read) > 40
    assert [(where, word) for where, text in read.items() for word in WORDS if word in text] == []


def test_even_the_own_lists_and_the_head_of_the_case_hold_no_name(case, client_of):
    deputy = make_user("counselling")
    make_deputy(case, deputy)
    names = WORDS[:6]
    for user in (case.responsible, deputy):
        client = client_of(user)
        for address in (
            reverse("home"),
            reverse("counselling:case_list"),
            reverse("counselling:list"),
            case.get_absolute_url(),
            reverse("counselling:case_consents", args=[case.pk]),
            reverse("counselling:case_reads", args=[case.pk]),
        ):
            text = client.get(address).content.decode()
            assert [word for word in names if word in text] == []


def columns():
    """Every column of every table of ours that can hold words, with its table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type IN"
            " ('text', 'character varying', 'bytea', 'jsonb', 'json', 'ARRAY', 'tsvector')"
        )
        return cursor.fetchall()


def test_no_table_holds_a_word_of_it_in_the_clear(case, client_of):
    client = client_of(case.responsible)
    client.post(reverse("counselling:case_name_show", args=[case.pk]))
    client.get(reverse("counselling:case_person", args=[case.pk]))
    found = {}
    with connection.cursor() as cursor:
        for table, column in columns():
            cursor.execute(
                f'SELECT string_agg("{column}"::text, chr(10)) FROM "{table}"'  # names of our own
            )
            text = cursor.fetchone()[0] or ""
            for word in WORDS:
                if word in text or word.encode().hex() in text:
                    found[table, column] = word

    assert len(columns()) > 200
    assert found == {}
    # And yet it is there for who has the key.
    person, consent = Person.objects.get(), Consent.objects.get(purpose="art9")
    assert {name: getattr(person, name) for name in SECRETS} == SECRETS
    assert consent.about == "Angabegeheim"


def test_the_log_of_the_server_holds_neither_name_nor_what_was_typed(case, client_of, caplog):
    client = client_of(case.responsible)
    client.post(reverse("counselling:case_name", args=[case.pk]), {"name": "Xandria Geheimowa"})
    client.get(reverse("counselling:case_person", args=[case.pk]))

    # Every field of every line, also those that the format of today leaves out.
    logged = " ".join(
        str({key: value for key, value in vars(line).items() if key != "request"})
        for line in caplog.records
    )

    assert "counselling:case_person" in logged
    assert [word for word in WORDS if word in logged] == []


def test_what_was_typed_into_a_refused_form_is_kept_nowhere(case, client_of):
    client = client_of(case.responsible)
    other = make_named_case(responsible=case.responsible)
    other.person = None
    other.save()

    client.post(
        reverse("counselling:case_person_create", args=[other.pk]),
        {"last_name": "Nurgetippt", "agreed": ""},
    )

    with connection.cursor() as cursor:
        for table, column in columns():
            cursor.execute(f'SELECT string_agg("{column}"::text, chr(10)) FROM "{table}"')
            assert "Nurgetippt" not in (cursor.fetchone()[0] or "")
