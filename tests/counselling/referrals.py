"""Referrals, consents and links for tests, and for the table of access."""

import re
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from counselling.models import Consent, ConsentText, Referral
from counselling.referrals import actions
from integration_office import files
from integration_office.models import OutgoingMail
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer


PDF = b"%PDF-1.7\nProbe\n%%EOF\n"
GONE = "This inquiry has been taken back or is over."


def make_body(**fields):
    """A body that can be written to."""
    return make_organisation(**{"email": "stelle@demo.example"} | fields)


def make_consent(case, recipient, **fields):
    """A consent to tell this body something of this case."""
    words = {"title": "W", "text": "Ich …", "valid_from": date(2020, 1, 1)}
    text, _new = ConsentText.objects.get_or_create(
        purpose="weitergabe", language="deu", number=1, defaults=words
    )
    usual = {"purpose": "weitergabe", "text": text, "form": "schriftlich"}
    usual["about"] = "Vorname und Anliegen"
    return Consent.objects.create(case=case, recipient=recipient, **usual | fields)


def make_referral(*, by=None, contact=None, case=None, offer=None, days=0, **fields):
    """Information on an offer, given in a talk outside of cases."""
    if contact is None and case is None:
        contact = make_contact(**{"counsellor": by} if by else {})
    by = by or (contact.counsellor if contact else case.responsible)
    if "organisation" not in fields:
        offer = offer or make_offer(provider=make_body())
        fields["organisation"] = offer.provider
    referral = Referral(contact=contact, case=case, offer=offer, **{"topic": "SPR"} | fields)
    return actions.refer(referral, days=days, by=by)


def make_transfer(case=None, *, days=14, body=None, told="Frau A. sucht einen Kurs.", **fields):
    """A transfer with consent; with `days` its body has a link."""
    case = case or make_case()
    body = body or make_body()
    consent = fields.pop("consent", None) or make_consent(case, body)
    return make_referral(
        case=case,
        organisation=body,
        kind="uebergabe",
        consent=consent,
        told=told,
        days=days,
        **fields,
    )


def upload(name="Bescheid Ada Muster.pdf", data=PDF):
    file = SimpleUploadedFile(name, data, "application/pdf")
    file.kind = files.PDF
    return file


def last_mail():
    return OutgoingMail.objects.order_by("-pk").first()


def token_of_last_mail():
    return re.search(r"/counselling/answer/([\w-]+)/", last_mail().body)[1]


WITH_A_TOKEN = {"referral_answer", "referral_show", "referral_say", "referral_paper"}


def knows(verb):
    return verb.startswith(("referral_", "contact_refer"))


def arguments(verb, word, user):
    """What the pages of referrals are opened with, as `user` sees it."""
    if verb in WITH_A_TOKEN:
        make_transfer()
        token = token_of_last_mail() if word == "open" else "nobody-knows-this"
        return {"token": token} | ({"pk": 1} if verb == "referral_paper" else {})
    case = make_case(responsible=user if word == "own" else None)
    if word == "deputised":
        make_deputy(case, user)
    contact = make_contact(counsellor=case.responsible, case=case)
    if verb.startswith("contact_refer"):
        return {"pk": contact.pk}
    transfer = make_transfer(case, days=0)
    if verb in ("referral_file", "referral_file_remove"):
        paper = actions.add_file(transfer, upload(), by=case.responsible)
        return {"pk": transfer.pk, "number": paper.pk}
    return {"pk": transfer.pk}


# What the receiving body does behind the link.


def get(token):
    return Client().get(f"/counselling/answer/{token}/")


def show(token):
    return Client().post(f"/counselling/answer/{token}/show/")


def say(token, answer, text="", **kwargs):
    return Client().post(
        f"/counselling/answer/{token}/say/", {"answer": answer, "text": text}, **kwargs
    )
