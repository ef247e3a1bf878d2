"""What people hand in is what it says, small enough, and stored under a name of ours."""

import datetime
import io
import os
import re
import time
import zipfile

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from integration_office import files


PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def packed(**entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


def word(**more):
    return packed(**{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>"} | more)


def upload(name, content):
    return SimpleUploadedFile(name, content)


def refusal(name, content, **limits):
    with pytest.raises(ValidationError) as refused:
        files.check(upload(name, content), **limits)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("flyer.pdf", PDF, files.PDF),
        ("FLYER.PDF", PDF, files.PDF),
        ("bild.png", PNG, files.PNG),
        ("bild.jpeg", JPEG, files.JPEG),
        ("bild.jpg", JPEG, files.JPEG),
        ("brief.docx", word(), files.DOCX),
        ("brief.odt", packed(mimetype=ODT_TYPE, **{"content.xml": "<x/>"}), files.ODT),
        ("ohne-endung", PDF, files.PDF),
    ],
)
def test_a_file_is_known_by_its_content(name, content, kind):
    file = upload(name, content)

    assert files.check(file) == kind
    assert file.read() == content  # whoever stores it begins at the beginning


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("flyer.html", b"<html><script>alert(1)</script></html>"),
        ("programm.exe", b"MZ\x90\0"),
        ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("tabelle.xlsx", packed(**{"[Content_Types].xml": "", "xl__workbook.xml": ""})),
        ("brief.docx", word(**{"word__vbaProject.bin": "x"})),
        ("brief.docx", b"PK\x03\x04 and then nothing of an archive"),
        ("brief.odt", packed(mimetype="application/vnd.oasis.opendocument.spreadsheet")),
    ],
)
def test_what_the_house_does_not_take_is_refused_with_what_it_takes(name, content):
    assert refusal(name, content) == (
        f"“{name}” is none of the files that can be kept here: PDF, picture (PNG), "
        "picture (JPEG), Word document (DOCX), OpenDocument text (ODT)."
    )


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script></html>", b"MZ\x90\0"])
def test_a_file_that_is_not_what_its_name_promises_is_to_be_saved_again(content):
    assert refusal("flyer.pdf", content) == (
        "“flyer.pdf” is not what its name says: its content is no PDF. Please open it, save it "
        "again as PDF and choose it once more."
    )


def test_a_name_that_says_something_else_than_the_content_is_refused():
    assert refusal("flyer.pdf", PNG) == (
        "“flyer.pdf” is not what its name says: its content is a picture (PNG). Please save it "
        "again in the right form, or choose another file."
    )


def test_an_archive_of_thousands_of_parts_is_not_looked_into():
    many = {f"part{number}": "" for number in range(files.MOST_PARTS)}

    assert "none of the files" in refusal("brief.docx", word(**many))


def test_a_small_archive_that_would_fill_a_memory_is_refused():
    bomb = word(word__big=b"0" * (files.MOST_UNPACKED + 1))
    assert len(bomb) < files.LIMIT

    assert "none of the files" in refusal("brief.docx", bomb)


def test_a_large_file_is_told_its_size_and_the_limit():
    said = refusal("flyer.pdf", PDF + b"0" * 3000, limit=2000).replace("\xa0", " ")

    assert said == (
        "“flyer.pdf” is too large (3.0 KB). Up to 2.0 KB are possible; please make the pictures "
        "in it smaller and choose it again."
    )
    assert files.check(upload("flyer.pdf", PDF), limit=len(PDF)) == files.PDF


def test_an_empty_file_is_refused():
    assert refusal("flyer.pdf", b"") == "“flyer.pdf” is empty. Please choose the file again."


class LetterForm(forms.Form):
    title = forms.CharField()
    file = files.CheckedFileField(kinds=[files.PDF], limit=files.MEGABYTE)


def test_a_refused_file_leaves_the_other_fields_as_they_were_typed():
    form = LetterForm({"title": "Kursplan"}, {"file": upload("plan.pdf", JPEG)})

    assert not form.is_valid()
    assert form.errors["file"] == ["“plan.pdf” is none of the files that can be kept here: PDF."]
    assert 'value="Kursplan"' in str(form["title"])
    assert form.fields["file"].help_text.replace("\xa0", " ") == "PDF; up to 1.0 MB."


def test_a_taken_file_knows_its_kind():
    form = LetterForm({"title": "Kursplan"}, {"file": upload("plan.pdf", PDF)})

    assert form.is_valid()
    assert form.cleaned_data["file"].kind == files.PDF


def test_a_stored_file_has_a_name_of_ours():
    name = files.stored_name(files.JPEG)

    assert re.fullmatch(r"[0-9a-f]{32}\.jpg", name)
    assert name != files.stored_name(files.JPEG)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Kursplan Frühjahr: Größe & Maß", "kursplan-fruehjahr-groesse-mass.pdf"),
        ("../../etc/passwd", "etcpasswd.pdf"),
        ("курс", "datei.pdf"),
        ("x" * 300, "x" * 80 + ".pdf"),
    ],
)
def test_a_download_is_called_after_its_title_in_plain_letters(title, name):
    assert files.download_name(title, "application/pdf") == name


@given(st.text())
def test_no_title_puts_a_path_or_a_line_into_the_name(title):
    assert re.fullmatch(r"[a-z0-9_-]+\.pdf", files.download_name(title, "application/pdf"))


@pytest.fixture
def storage(tmp_path):
    return FileSystemStorage(location=tmp_path)


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_only_when_its_row_is_gone_for_certain(storage):
    kept = storage.save("documents/a.pdf", ContentFile(PDF))
    gone = storage.save("documents/b.pdf", ContentFile(PDF))

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        files.delete_after_commit([kept], storage)
        raise ZeroDivisionError
    with transaction.atomic():
        files.delete_after_commit([gone], storage)
        assert storage.exists(gone)

    assert (storage.exists(kept), storage.exists(gone)) == (True, False)


def test_files_that_no_row_names_are_swept_after_a_day(storage):
    named, lost, young = (
        storage.save(f"documents/{name}.pdf", ContentFile(PDF)) for name in ("a", "b", "c")
    )
    old = time.time() - datetime.timedelta(days=2).total_seconds()
    for path in (named, lost):
        os.utime(storage.path(path), (old, old))

    assert files.sweep("documents", lambda: [named], storage) == 1
    assert [storage.exists(path) for path in (named, lost, young)] == [True, False, True]
    assert files.sweep("nothing-here-yet", list, storage) == 0


def broken_archive(method, at):
    """An OpenDocument text whose packed part is garbage."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("mimetype", ODT_TYPE)
    content = bytearray(buffer.getvalue())
    content[at : at + 11] = b"\xff" * 11
    return bytes(content)


@pytest.mark.parametrize(
    ("method", "at"),
    [
        (zipfile.ZIP_DEFLATED, 38),
        (zipfile.ZIP_BZIP2, 38),
        (zipfile.ZIP_LZMA, 47),
        (zipfile.ZIP_STORED, 38),
    ],
)
def test_a_broken_archive_is_refused_with_a_sentence(method, at):
    assert "is none of the files" in refusal("brief.odt", broken_archive(method, at))


@pytest.mark.parametrize("folder", ["Basic__Standard__Module1.xml", "Scripts__python__los.py"])
def test_an_open_document_with_macros_is_a_program(folder):
    content = packed(mimetype=ODT_TYPE, **{folder: "los"})

    assert "is none of the files" in refusal("brief.odt", content)
