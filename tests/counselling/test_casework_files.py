"""Papers of a client: sealed on the disk, opened by the door of the case only, reminded of."""

import base64
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from counselling import actions as case_actions
from counselling import chores, privacy
from counselling.casework.files import actions
from counselling.models import CaseFile
from integration_office.agenda import agenda_of
from integration_office.encryption import CannotDecrypt
from integration_office.models import AuditEntry, ReadEntry
from tests.counselling.casework import PDF, make_file, upload
from tests.counselling.factories import make_case, make_deputy
from tests.counselling.pages import page
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def on_disk():
    """Everything below the storage: (path, bytes)."""
    root = Path(default_storage.location)
    return [(path, path.read_bytes()) for path in root.rglob("*") if path.is_file()]


def key(name, letter):
    return f"{name}:{base64.b64encode(letter.encode() * 32).decode()}"


# Sealed


def test_a_file_is_handed_in_and_lies_sealed_under_a_name_of_its_own(client, counsellor, today):
    case = make_case(responsible=counsellor)
    sent = {"file": upload(name="Zeugnis Amira.pdf"), "kind": "zeugnis", "title": "Abitur"}

    answer = client.post(page("file_create", case), sent)

    file = CaseFile.objects.get()
    assert answer.url == page("files", case)
    assert (file.kind, file.title, file.content_type) == ("zeugnis", "Abitur", "application/pdf")
    assert (file.size, file.added_by, file.added_on) == (len(PDF), counsellor, today)
    ((path, blob),) = on_disk()
    assert "amira" not in str(path).lower()
    for clear in (b"Amira", b"PDF", b"EOF"):
        assert clear not in blob


def test_the_file_comes_back_as_it_was_with_every_lock_on(client, counsellor):
    case = make_case(responsible=counsellor)
    file = make_file(case)

    answer = client.get(page("file", case, number=file.pk))

    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="school-or-professional-certificate-{case.number}.pdf"'
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_each_download_leaves_a_line_in_the_read_log(client, counsellor, client_of):
    case = make_case(responsible=counsellor)
    file, deputy = make_file(case), make_user("counselling")
    make_deputy(case, deputy)

    for browser in (client, client_of(deputy), client):
        browser.get(page("file", case, number=file.pk))

    lines = ReadEntry.objects.order_by("pk").values_list("target", "by", "purpose")
    target = f"counselling.Case:{case.pk}"
    assert list(lines) == [
        (target, counsellor.pk, "file"),
        (target, deputy.pk, "deputy file"),
        (target, counsellor.pk, "file"),
    ]
    shown = client.get(page("case_reads", case)).context["lines"]
    assert [line[2].text for line in shown] == [
        "responsible, file opened",
        "deputy, file opened",
        "responsible, file opened",
    ]


def test_a_stranger_gets_no_file_and_leaves_no_line(client, client_of):
    case = make_case()
    file = make_file(case)

    assert client.get(page("file", case, number=file.pk)).status_code == 404
    assert (
        client_of(make_user("coordination")).get(page("file", case, number=file.pk)).status_code
        == 404
    )
    assert not ReadEntry.objects.exists()


def test_a_file_is_not_reached_through_another_case(client, counsellor):
    mine, other = make_case(responsible=counsellor), make_case()
    file = make_file(other)

    assert client.get(page("file", mine, number=file.pk)).status_code == 404


def test_a_file_moved_to_another_row_cannot_be_opened(client, counsellor):
    case = make_case(responsible=counsellor)
    mine, yours = make_file(case), make_file(make_case(), content=PDF + b"2")
    root = Path(default_storage.location)
    (root / mine.file.name).write_bytes((root / yours.file.name).read_bytes())

    with pytest.raises(CannotDecrypt):
        CaseFile.objects.get(pk=mine.pk).content()
    assert client.get(page("file", case, number=mine.pk)).status_code == 503

    CaseFile.objects.filter(pk=mine.pk).update(file=yours.file.name)
    with pytest.raises(CannotDecrypt):
        CaseFile.objects.get(pk=mine.pk).content()


def test_a_file_the_storage_has_lost_is_a_page_that_says_so(client, counsellor):
    case = make_case(responsible=counsellor)
    file = make_file(case)
    default_storage.delete(file.file.name)

    answer = client.get(page("file", case, number=file.pk))

    assert answer.status_code == 404
    assert "The storage does not have this file any more." in answer.content.decode()


# What is refused


WRONG = {
    "too large": (
        b"%PDF-" + b"x" * (30 * 1024 * 1024),
        "gross.pdf",
        "“gross.pdf” is too large (30.0\xa0MB). Up to 10.0\xa0MB are possible; please make the "
        "pictures in it smaller and choose it again.",
    ),
    "empty": (b"", "leer.pdf", "“leer.pdf” is empty. Please choose the file again."),
    "a program": (
        b"MZ\x90\x00",
        "brief.pdf",
        "“brief.pdf” is not what its name says: its content is no PDF. Please open it, save it "
        "again as PDF and choose it once more.",
    ),
    "not what it says": (
        PDF,
        "foto.jpg",
        "“foto.jpg” is not what its name says: its content is a PDF. Please save it again in the "
        "right form, or choose another file.",
    ),
}


@pytest.mark.parametrize(("content", "name", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_file_that_cannot_be_kept_gets_a_sentence_and_the_rest_stays(
    client, counsellor, content, name, sentence
):
    case = make_case(responsible=counsellor)
    sent = {"kind": "zeugnis", "title": "Abitur 2015", "expires_on": "2030-01-31"}

    answer = client.post(page("file_create", case), sent | {"file": upload(content, name)})

    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (422, {"file": [sentence]})
    assert {field: form[field].value() for field in sent} == sent
    assert (CaseFile.objects.count(), on_disk()) == (0, [])


def test_a_form_without_a_file_or_a_kind_says_what_is_missing(client, counsellor):
    case = make_case(responsible=counsellor)

    answer = client.post(page("file_create", case), {"title": "Abitur"})

    assert answer.context["form"].errors == {
        "file": ["Please choose a file."],
        "kind": ["Please say what the paper is."],
    }


def test_a_file_chosen_beside_what_is_wrong_has_to_be_chosen_again_and_the_page_says_so(
    client, counsellor
):
    case = make_case(responsible=counsellor)

    answer = client.post(page("file_create", case), {"file": upload(name="Zeugnis.pdf")})

    assert answer.context["form"].errors == {
        "kind": ["Please say what the paper is."],
        "file": ["Please choose “Zeugnis.pdf” once more; it goes along only when all is right."],
    }


def test_a_case_keeps_a_hundred_files_and_says_so(counsellor, monkeypatch):
    case = make_case(responsible=counsellor)
    monkeypatch.setattr(actions, "MOST", 1)
    make_file(case)

    with pytest.raises(ValidationError, match="keeps up to 1 files"):
        make_file(case)

    assert len(on_disk()) == 1


def test_a_file_that_may_be_kept_never_lies_in_the_clear_in_a_temporary_folder(
    client, counsellor, settings
):
    """Django writes larger uploads to the disk while they come in."""
    case = make_case(responsible=counsellor)
    large = upload(PDF + b"x" * (9 * 1024 * 1024))
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"  # whoever writes there fails

    answer = client.post(page("file_create", case), {"file": large, "kind": "sonstiges"})

    assert (answer.status_code, CaseFile.objects.count()) == (302, 1)


# Describing and taking away


def test_a_description_is_changed_and_two_colleagues_do_not_overwrite_each_other(
    client, counsellor
):
    case = make_case(responsible=counsellor)
    file = make_file(case)
    url = page("file_edit", case, number=file.pk)
    client.post(url, {"version": 0, "kind": "bescheid", "title": "die erste"})

    late = client.post(url, {"version": 0, "kind": "bescheid", "title": "die zweite"})

    file = CaseFile.objects.get()
    assert late.status_code == 422
    assert (file.kind, file.title, file.content()) == ("bescheid", "die erste", PDF)


@pytest.mark.django_db(transaction=True)
def test_a_deleted_file_is_gone_from_the_disk_as_well(client, counsellor):
    case = make_case(responsible=counsellor)
    file = make_file(case)

    client.post(page("file_delete", case, number=file.pk))

    assert (CaseFile.objects.count(), on_disk()) == (0, [])
    assert AuditEntry.objects.get(verb="document removed").target == f"counselling.Case:{case.pk}"


@pytest.mark.django_db(transaction=True)
def test_files_go_with_the_content_of_their_case(counsellor, today):
    case, kept = make_case(responsible=counsellor), make_case()
    make_file(case)
    other = make_file(kept)
    case_actions.close_case(case, on=today, reason="ziel", by=counsellor)
    assert len(on_disk()) == 2

    privacy.anonymise(privacy.cases_to_anonymise(today + 366 * DAY))

    assert list(CaseFile.objects.all()) == [other]
    assert [path.name for path, _blob in on_disk()] == [Path(other.file.name).name]


def test_lost_files_are_swept_a_day_later(today):
    file = make_file(make_case())
    for name in ("alt.sealed", "jung.sealed"):
        default_storage.save(f"cases/{name}", io.BytesIO(b"x"))
    old = Path(default_storage.location) / "cases" / "alt.sealed"
    os.utime(old, (1, 1))

    chores.sweep_case_files(today)

    names = {path.name for path, _blob in on_disk()}
    assert names == {"jung.sealed", Path(file.file.name).name}


# Keys


@pytest.mark.django_db(transaction=True)
def test_a_new_key_takes_over_the_files(settings):
    settings.FIELD_KEYS = key("old", "o")
    first, second = make_file(make_case()), make_file(make_case(), content=PDF + b"2")
    before = {path for path, _blob in on_disk()}

    settings.FIELD_KEYS = f"{key('new', 'n')},{key('old', 'o')}"
    out = io.StringIO()
    call_command("rekey", stdout=out)

    assert "counselling.CaseFile: 2 of 2 files sealed anew.\n" in out.getvalue()
    settings.FIELD_KEYS = key("new", "n")
    assert CaseFile.objects.get(pk=first.pk).content() == PDF
    assert CaseFile.objects.get(pk=second.pk).content() == PDF + b"2"
    assert CaseFile.objects.get(pk=first.pk).title == "Abitur"
    after = {path for path, _blob in on_disk()}
    assert len(after) == 2
    assert not after & before

    out = io.StringIO()
    call_command("rekey", stdout=out)
    assert "counselling.CaseFile: 0 of 2 files sealed anew.\n" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_new_key_steps_over_a_lost_file_and_stops_at_one_it_cannot_open(settings):
    settings.FIELD_KEYS = key("old", "o")
    lost, kept = make_file(make_case()), make_file(make_case())
    default_storage.delete(lost.file.name)
    settings.FIELD_KEYS = f"{key('new', 'n')},{key('old', 'o')}"

    out = io.StringIO()
    call_command("rekey", stdout=out)
    assert "counselling.CaseFile: 1 files are not in the storage.\n" in out.getvalue()
    assert CaseFile.objects.get(pk=kept.pk).content() == PDF

    settings.FIELD_KEYS = key("third", "t")
    with pytest.raises(CommandError, match="missing in FIELD_KEYS"):
        call_command("rekey", stdout=out)


def test_a_closed_case_shows_its_files_hands_them_out_and_takes_none(client, counsellor, today):
    case = make_case(responsible=counsellor)
    file = make_file(case, expires_on=today)
    case_actions.close_case(case, on=today, reason="ziel", by=counsellor)

    shown = client.get(page("files", case)).content.decode()
    typed = client.post(
        page("file_create", case), {"file": upload(), "kind": "zeugnis"}, follow=True
    )
    answers = [
        typed,
        client.get(page("file_edit", case, number=file.pk), follow=True),
        client.post(page("file_delete", case, number=file.pk), follow=True),
        client.post(page("file_noted", case, number=file.pk), follow=True),
    ]

    assert "Abitur" in shown
    assert 'href="' + page("file_create", case) not in shown
    for answer in answers:
        assert "This case is closed. Please reopen it first." in answer.content.decode()
    assert agenda_of(counsellor, today).today == []
    assert client.get(page("file", case, number=file.pk)).content == PDF
    with pytest.raises(ValidationError, match="closed"):
        make_file(case)


@pytest.mark.parametrize("files", [1, 7])
def test_the_page_needs_the_same_queries_for_any_number_of_files(
    client, counsellor, files, django_assert_num_queries
):
    case = make_case(responsible=counsellor)
    for _number in range(files):
        make_file(case)

    with django_assert_num_queries(5):  # session, user, case, read log, files
        client.get(page("files", case))
