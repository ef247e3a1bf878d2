"""Referrals in the demo office: one was accepted, one body was full, one waits for its answer.
Nobody in it exists."""

import datetime

from counselling.models import Consent, ConsentText, Purpose, Referral
from counselling.models.consents import ConsentForm
from counselling.referrals import actions
from counselling.referrals.codes import Kind, State
from integration_office import demo
from integration_office.codes import Language
from network.models import Organisation
from offers.models import Offer


@demo.step(55)
def fill(office: demo.Office) -> None:
    """Counselling: referrals and their answers"""
    user = office.users["beratung"]
    cases = list(user.cases.running().order_by("-opened_on", "-pk")[:3])
    offers = list(Offer.objects.published().select_related("provider").order_by("pk")[:40:8])
    for offer in offers[:3]:
        _inform(office, user, offer)
    body = _body()
    if len(cases) < 3:
        return
    waiting, accepted, full = cases
    _hand_over(office, waiting, body)
    promised = _hand_over(office, accepted, body)
    actions.settle(promised, State.ACCEPTED, by=None, text="Dienstag um 10 Uhr ist frei.")
    refused = Referral(case=full, organisation=body, kind=Kind.APPOINTMENT, topic="SPR")
    refused.appointment_on = office.today + datetime.timedelta(days=2)
    actions.refer(refused, by=user)
    actions.note_feedback(refused, State.FULL, by=user)


def _inform(office, user, offer):
    contact = user.contacts.filter(case=None, folded_on=None).order_by("-day", "-pk").first()
    if contact is None:
        return
    referral = Referral(contact=contact, offer=offer, organisation=offer.provider)
    referral.topic = contact.main_topic
    actions.refer(referral, by=user)


def _body():
    """A body that exists nowhere, so that no real one is written to."""
    body, _new = Organisation.objects.get_or_create(
        name="Beratungsstelle Beispiel (Demo)",
        defaults={
            "kind": Organisation.Kind.MIGRATION_SERVICE,
            "email": "beratungsstelle@demo.example",
        },
    )
    return body


def _hand_over(office, case, body):
    text, _new = ConsentText.objects.get_or_create(
        purpose=Purpose.DISCLOSURE,
        language=Language.DEU,
        number=1,
        defaults={
            "title": "Einwilligung in die Weitergabe (Demo)",
            "text": "Ich bin einverstanden, dass die genannte Stelle das Vereinbarte erfährt.",
        },
    )
    consent = Consent(case=case, purpose=Purpose.DISCLOSURE, text=text, recipient=body)
    consent.form, consent.about = ConsentForm.WRITTEN, "Anliegen und Sprache"
    consent.given_on = office.today
    consent.save()
    transfer = Referral(case=case, organisation=body, kind=Kind.TRANSFER, consent=consent)
    transfer.topic, transfer.told = "SOZ", "Eine Person sucht Hilfe bei einem Antrag. (Demo)"
    return actions.refer(transfer, days=14, by=case.responsible)
