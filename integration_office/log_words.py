"""The logs in the words of the office: what is stored is short, stable English."""

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_office import log_names


VERBS = {
    "accepted invitation": _("invitation accepted"),
    "added member": _("account connected"),
    "added seat": _("seat given"),
    "approved": _("approved"),
    "archived": pgettext_lazy("log", "archived"),
    "archiviert": pgettext_lazy("log", "archived"),
    "archive answered": _("answer of the archive noted"),
    "asked": _("confirmation asked for"),
    "beendet": pgettext_lazy("log", "ended"),
    "brought back": _("brought back"),
    "called off": _("called off"),
    "came back": _("is active again"),
    "cancelled": pgettext_lazy("log", "cancelled"),
    "changed": _("changed"),
    "changed address": _("address changed"),
    "checked in": _("attendance noted"),
    "chore failed": _("a daily task failed"),
    "closed": pgettext_lazy("log", "closed"),
    "confirmed": pgettext_lazy("log", "confirmed"),
    "consent given": _("consent given"),
    "consent printed": _("consent printed"),
    "consent withdrawn": _("consent withdrawn"),
    "copied": _("copy for the person made"),
    "corrected": _("corrected"),
    "counted": _("counted"),
    "counted visitors": _("visitors counted"),
    "created": _("created"),
    "deactivated": _("account closed"),
    "deleted": _("deleted"),
    "deputised": _("deputy named"),
    "described": _("cover written"),
    "desk ended deputyship": _("stand-in for a whole desk ended"),
    "desk taken for oneself": _("let in by oneself, for this reason"),
    "desk deputised": _("stand-in for a whole desk named"),
    "desk handed over": _("whole desk handed over"),
    "document added": _("document added"),
    "document removed": _("document removed"),
    "doubles again": _("shown as doubles again"),
    "eingereicht": pgettext_lazy("log", "submitted"),
    "ended": pgettext_lazy("log", "ended"),
    "end taken back": _("ending taken back"),
    "ended deputyship": _("deputyship ended"),
    "ended member": _("account disconnected"),
    "ended seat": _("seat ended"),
    "entwurf": _("made a draft"),
    "erased": _("erased"),
    "erasing failed": _("erasing failed"),
    "erasure begun": _("restricted and to be erased"),
    "exported": _("taken as a file"),
    "followed up": _("follow-up done"),
    "given login": _("login given"),
    "handed over": _("handed over"),
    "hours entered": _("hours entered"),
    "inquiry answered": pgettext_lazy("log", "answered"),
    "inquiry assigned": _("given to a colleague"),
    "inquiry forwarded": pgettext_lazy("log", "forwarded"),
    "inquiry received": pgettext_lazy("log", "received"),
    "inquiry taken over": pgettext_lazy("log", "taken over"),
    "invited": pgettext_lazy("log", "invited"),
    "left": _("has left"),
    "linked": pgettext_lazy("log", "linked"),
    "lifted": _("added to a case"),
    "logged": _("logged"),
    "name searched": _("name looked for"),
    "named": _("name entered"),
    "separated": _("found to be another person"),
    "moved on": _("step noted"),
    "need geprueft": _("need checked"),
    "merged": _("merged into one"),
    "need in_suche": _("search begun"),
    "need besetzt": _("need filled"),
    "neighbour discarded": _("feed of a neighbouring town thrown away"),
    "neighbour taken": _("feed of a neighbouring town taken"),
    "neighbour taken back": _("feed of a neighbouring town taken back"),
    "no doubles": _("called no doubles"),
    "need angebot": _("offer found for a need"),
    "need concerns more": _("need concerns more people"),
    "need massnahme": _("measure started for a need"),
    "need nicht": _("need called unsolvable"),
    "need opened again": _("need opened again"),
    "need reported": _("need reported"),
    "need still open": _("need still open"),
    "offered to archive": _("offered to the archive"),
    "opened": pgettext_lazy("log", "opened"),
    "pausiert": pgettext_lazy("log", "paused"),
    "place offered": _("place in a course offered"),
    "placed": _("course chosen"),
    "placement abgelehnt": _("placement declined"),
    "placement aktiv": _("placement active"),
    "placement beendet": _("placement ended"),
    "placement gefragt": _("both asked"),
    "placement kennenlernen": _("first meeting agreed"),
    "placement pausiert": _("placement paused"),
    "placement probezeit": _("trial period begun"),
    "printed": _("printed"),
    "proposed": pgettext_lazy("log", "proposed"),
    "put off": _("put off"),
    "reactivated": _("account opened again"),
    "referral abgelehnt": _("referral declined by the other body"),
    "referral ended": _("referral ended with the counselling"),
    "referral mailed": _("other body asked about a referral"),
    "referral nein": _("person did not arrive after a referral"),
    "referral ok": _("person arrived after a referral"),
    "referral shown": _("referral looked at by the other body"),
    "referral stopped": _("referral taken back"),
    "referral unb": _("outcome of a referral not known"),
    "referral voll": _("referral refused: no place"),
    "referral zusage": _("referral accepted by the other body"),
    "referrals ended": _("referrals without an answer ended"),
    "referred": _("referral made"),
    "refused change": _("change not taken over"),
    "registered": pgettext_lazy("log", "registered"),
    "reminder read": _("reminder read"),
    "reminder settled": _("reminder settled"),
    "reopened": _("opened again"),
    "reported": _("status reported"),
    "restricted": _("restricted (Art. 18)"),
    "restriction lifted": _("restriction lifted"),
    "result noted": _("result of an exam noted"),
    "retention ran": _("retention has run"),
    "saved": pgettext_lazy("log", "saved"),
    "settled": pgettext_lazy("log", "settled"),
    "taken up": _("taken up into the catalogue"),
    "took over": _("change taken over"),
    "took back": _("import taken back"),
    "unlinked": _("link taken away"),
    "veroeffentlicht": pgettext_lazy("log", "published"),
    "withdrew": _("change taken back"),
    "texts taken": _("texts of consents taken"),
    "wrote": pgettext_lazy("log", "text written"),
}
PURPOSES = {
    "": pgettext_lazy("log", "opened"),
    "cancel": _("cancellation opened"),
    "check in": _("attendance opened"),
    "deputy": _("opened as deputy"),
    "deputy file": _("file opened as deputy"),
    "edit": _("opened for editing"),
    "copy": _("copy for the person made"),
    "deputy copy": _("copy for the person made as deputy"),
    "edit profile": _("profile opened for editing"),
    "file": _("file opened"),
    "erasure": _("page of the erasure opened"),
    "name": _("name shown"),
    "deputy list": _("seen in a list as deputy"),
    "deputy name": _("name shown as deputy"),
    "profile": _("profile opened"),
    "registrations": _("registrations opened"),
}
NOTES = {
    "link": _("through the link in an e-mail"),
    "login": _("with an account"),
    "office": _("by the office"),
    "file": _("with a file"),
    "all": _("all"),
    "ausgeschieden": _("the colleague has left"),
    "abwesend": _("the colleague is away, and the cases cannot wait"),
    "niemand_sonst": _("nobody else can counsel them"),
    "on the spot": _("answered on the spot"),
}


def verb(stored: str) -> str:
    """What was done; a verb nobody has put into words is shown as it is."""
    return str(VERBS.get(stored, stored))


def purpose(stored: str) -> str:
    """Why a row was opened."""
    return str(PURPOSES.get(stored, stored))


def row(stored: str, called: str | None = "") -> str:
    """ "offers.Offer:12" as "Angebot 12", "counselling.Case:*" as "Fälle"; else as it is. With the
    number by which a row is `called`, where it has one, instead of its key."""
    label, _colon, pk = stored.partition(":")
    try:
        meta = apps.get_model(label)._meta
    except (LookupError, ValueError):
        return stored
    if pk == "*":
        return str(meta.verbose_name_plural)
    return f"{meta.verbose_name} {called or pk}"


def rows_named(words: str) -> Q:
    """The rows that `row` would call so: "Angebot 12" that one, "Angebot" all of them, "Fall
    2026-0412" the one with this number."""
    name, _space, number = words.strip().casefold().rpartition(" ")
    if not number.isdecimal():
        name, number = words.strip().casefold(), ""
    found = log_names.rows_with_key(words) | log_names.rows_called(words)
    for model in apps.get_models() if name else ():
        meta = model._meta
        if name not in f"{meta.verbose_name} {meta.verbose_name_plural}".casefold():
            continue
        if not number:
            found |= Q(target__startswith=f"{meta.label}:")
        elif not log_names.has_number(model):
            found |= Q(target=f"{meta.label}:{number}")
    return found


def note(stored: str, called: str | None = "") -> str:
    """A note; one that names a row says it in words."""
    return str(NOTES[stored]) if stored in NOTES else row(stored, called)
