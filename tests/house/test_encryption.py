"""What is written confidentially can be read by the office only, and only where it was written."""

import base64
import uuid

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from counselling.models import Case, Contact, Referral
from integration_office.encryption import CannotDecrypt, Sealed, key_ring, key_ring_is_usable
from tests.counselling.factories import make_case, make_contact
from tests.counselling.referrals import make_referral
from tests.factories import make_user


def key(name, letter):
    return f"{name}:{base64.b64encode(letter.encode() * 32).decode()}"


OLD, NEW = key("old", "o"), key("new", "n")


@pytest.fixture(autouse=True)
def keys(settings):
    settings.FIELD_KEYS = OLD


def stored(row, column="note"):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {row._meta.db_table} WHERE id = %s",
            [row.pk],
        )
        return bytes(cursor.fetchone()[0])


def store(row, blob, column="note"):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s",
            [blob, row.pk],
        )


@given(text=st.text(min_size=1), context=st.binary())
def test_every_text_comes_back_as_it_was(text, context):
    assert Sealed.seal(text, context).open(context) == text


@given(text=st.text(min_size=1), place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_text_with_any_bit_changed_is_refused(text, place, bit):
    blob = bytearray(Sealed.seal(text, b"here").blob)
    blob[place % len(blob)] ^= 1 << bit

    with pytest.raises(CannotDecrypt):
        Sealed(bytes(blob)).open(b"here")


@given(blob=st.binary(min_size=1))
def test_bytes_that_were_never_sealed_are_refused(blob):
    with pytest.raises(CannotDecrypt):
        Sealed(blob).open(b"here")


@pytest.mark.django_db
def test_the_database_does_not_hold_the_text():
    contact = make_contact(note="Kursplatz besprochen")

    assert b"Kursplatz" not in stored(contact)
    assert Contact.objects.get(pk=contact.pk).note == "Kursplatz besprochen"


@pytest.mark.django_db
def test_the_same_text_never_looks_the_same():
    first, second = make_contact(note="Wohnung"), make_contact(note="Wohnung")

    assert stored(first) != stored(second)


@pytest.mark.django_db
def test_a_text_moved_to_another_row_cannot_be_read():
    mine, yours = make_contact(note="mine"), make_contact(note="yours")

    store(yours, stored(mine))

    with pytest.raises(CannotDecrypt):
        _ = Contact.objects.get(pk=yours.pk).note


@pytest.mark.django_db
def test_a_text_moved_to_another_field_of_its_row_cannot_be_read():
    referral = make_referral(escort="Noa Hilfe (Demo)", note="vertraulich", kind="begleit")

    store(referral, stored(referral), "escort")

    moved = Referral.objects.get(pk=referral.pk)
    assert moved.note == "vertraulich"
    with pytest.raises(CannotDecrypt):
        _ = moved.escort


@pytest.mark.django_db
def test_a_text_moved_to_another_table_cannot_be_read():
    contact, referral = make_contact(note="mine"), make_referral(note="yours")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE counselling_referral SET row_key = %s, version = %s",
            [contact.row_key, contact.version],
        )

    store(referral, stored(contact))

    with pytest.raises(CannotDecrypt):
        _ = Referral.objects.get(pk=referral.pk).note


@pytest.mark.django_db
def test_a_text_put_back_from_an_older_version_of_its_row_cannot_be_read():
    contact = make_contact(note="before")
    before = stored(contact)
    contact.note = "after"
    contact.save()

    store(contact, before)

    with pytest.raises(CannotDecrypt):
        _ = Contact.objects.get(pk=contact.pk).note


@pytest.mark.django_db
def test_without_its_key_a_text_stays_closed_and_the_row_still_opens(settings):
    contact = make_contact(note="closed")

    settings.FIELD_KEYS = NEW

    row = Contact.objects.get(pk=contact.pk)
    assert row.main_topic == "SPR"
    with pytest.raises(CannotDecrypt, match="missing in FIELD_KEYS"):
        _ = row.note
    assert "closed" not in repr(row.__dict__)
    assert row.readable_note == "This text cannot be read. Please tell the administration."


@pytest.mark.django_db
def test_a_wrong_key_under_the_right_name_opens_nothing(settings):
    contact = make_contact(note="closed")

    settings.FIELD_KEYS = key("old", "x")

    with pytest.raises(CannotDecrypt):
        _ = Contact.objects.get(pk=contact.pk).note


@pytest.mark.django_db
def test_saving_a_row_whose_text_cannot_be_read_changes_nothing(settings):
    contact = make_contact(note="closed")
    before = stored(contact)
    settings.FIELD_KEYS = NEW

    row = Contact.objects.get(pk=contact.pk)
    with pytest.raises(CannotDecrypt):
        row.save()

    assert stored(contact) == before


@pytest.mark.django_db
def test_every_way_to_load_a_row_reads_its_text():
    contact = make_contact(note="here")

    assert Contact.objects.defer("note").get(pk=contact.pk).note == "here"
    assert Contact.objects.only("id").get(pk=contact.pk).note == "here"
    assert Contact.objects.only("note").get(pk=contact.pk).note == "here"
    row = Contact.objects.get(pk=contact.pk)
    row.refresh_from_db()
    assert row.note == "here"
    row = Contact.objects.defer("note").get(pk=contact.pk)
    row.save()
    assert Contact.objects.get(pk=contact.pk).note == "here"


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [None, ["main_topic"], ["version"]])
def test_every_way_to_save_a_row_keeps_its_text_readable(fields):
    contact = Contact.objects.get(pk=make_contact(note="here").pk)

    contact.save(update_fields=fields)

    row = Contact.objects.get(pk=contact.pk)
    assert (row.note, row.version) == ("here", 1)


@pytest.mark.django_db
def test_blank_stays_blank_and_is_all_one_can_ask_for():
    blank, written = make_contact(), make_contact(note="here")

    assert stored(blank) == b""
    assert list(Contact.objects.filter(note="")) == [blank]
    assert list(Contact.objects.exclude(note="")) == [written]
    assert not Contact.objects.filter(note__isnull=True).exists()
    for question in ("here", "HERE"):
        with pytest.raises(FieldError):
            list(Contact.objects.filter(note=question))
    with pytest.raises(FieldError):
        list(Contact.objects.filter(note__contains="here"))


@pytest.mark.django_db
def test_many_rows_at_once_can_lose_their_text_but_not_get_one():
    contact = make_contact(note="here")

    with pytest.raises(FieldError), transaction.atomic():
        Contact.objects.update(note="there")
    contact.note = "there"
    with pytest.raises(FieldError), transaction.atomic():
        Contact.objects.bulk_update([contact], ["note"])
    for bound in ({"version": 7}, {"row_key": uuid.uuid4()}):
        with pytest.raises(FieldError):
            Contact.objects.update(**bound)
    assert Contact.objects.get(pk=contact.pk).note == "here"

    Contact.objects.update(note="")

    assert Contact.objects.get(pk=contact.pk).note == ""


@pytest.mark.django_db
def test_a_text_does_not_leave_in_the_clear():
    make_contact(note="here")

    with pytest.raises(FieldError):
        serializers.serialize("json", Contact.objects.all())
    assert repr(list(Contact.objects.values_list("note"))) == "[(<sealed text>,)]"


@pytest.mark.django_db
def test_the_history_keeps_no_text_and_no_group():
    columns = {field.name for field in Contact.pgh_event_model._meta.fields}

    assert columns.isdisjoint(Contact.PERSONAL)


@pytest.mark.django_db
def test_a_new_key_takes_over_and_the_old_one_can_go(settings, capsys):
    rows = [make_contact(note=f"note {number}") for number in range(5)]
    blank, case = make_contact(), make_case(concern="Ziel")
    changed = rows[0].changed_at
    settings.FIELD_KEYS = f"{NEW},{OLD}"

    call_command("rekey", batch=2)
    settings.FIELD_KEYS = NEW

    assert [Contact.objects.get(pk=row.pk).note for row in rows] == [
        "note 0",
        "note 1",
        "note 2",
        "note 3",
        "note 4",
    ]
    assert Contact.objects.get(pk=blank.pk).note == ""
    assert Case.objects.get(pk=case.pk).concern == "Ziel"
    row = Contact.objects.get(pk=rows[0].pk)
    assert (row.version, row.changed_at) == (0, changed)
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if " 0 of 0 " not in line] == [
        "counselling.Case: 1 of 1 rows sealed anew.",
        "counselling.Contact: 5 of 6 rows sealed anew.",
        "Every text and file is sealed with the key “new”.",
    ]


@pytest.mark.django_db
def test_sealing_anew_twice_does_nothing_the_second_time(settings, capsys):
    make_contact(note="note")
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    call_command("rekey")
    capsys.readouterr()

    call_command("rekey")

    assert "counselling.Contact: 0 of 1 rows" in capsys.readouterr().out


@pytest.mark.django_db
def test_sealing_anew_without_the_old_key_says_which_is_missing(settings):
    make_contact(note="note")
    settings.FIELD_KEYS = NEW

    with pytest.raises(CommandError, match="The key “old” is missing"):
        call_command("rekey")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " , ",
        "no-colon",
        "a:too-short",
        "a:äöü",
        "a:" + "x" * 44,
        f"{OLD},{OLD}",
        "ä:" + OLD[4:],
    ],
)
def test_a_ring_that_cannot_be_used_is_refused_at_the_start(text, settings):
    with pytest.raises(ImproperlyConfigured):
        key_ring(text)

    settings.FIELD_KEYS = text
    assert "office.E002" in {problem.id for problem in key_ring_is_usable(None)}


def test_production_refuses_the_key_of_the_demo(settings):
    settings.FIELD_KEYS = key("demo", "d")
    assert "office.E003" not in {problem.id for problem in key_ring_is_usable(None)}

    settings.PRODUCTION = True
    assert "office.E003" in {problem.id for problem in key_ring_is_usable(None)}


@pytest.mark.django_db
def test_a_page_whose_key_is_missing_says_so_and_shows_nothing(settings, client_of):
    user = make_user("counselling")
    case = make_case(responsible=user, concern="Möchte zur Tochter ziehen.")
    settings.FIELD_KEYS = key("new", "b")
    client = client_of(user)

    edit = reverse("counselling:case_edit", args=[case.pk])
    close = reverse("counselling:case_close", args=[case.pk])
    closing = {"on": case.opened_on.isoformat(), "reason": "ziel", "version": case.version}
    answers = [client.get(edit), client.post(close, closing)]

    assert [answer.status_code for answer in answers] == [503, 503]
    for answer in answers:
        assert "The key of the confidential texts is missing" in answer.content.decode()
    assert Case.objects.get().status == case.status
