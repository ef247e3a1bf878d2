"""What counselling does with data of clients (Art. 30 DSGVO)."""

from django.utils.translation import gettext_lazy as _

from counselling.models import (
    Case,
    CaseFile,
    CaseGoal,
    CaseLink,
    CaseStep,
    CaseTask,
    Consent,
    Contact,
    CourseInterest,
    Erasure,
    Household,
    Inquiry,
    LanguagePlacement,
    LevelEntry,
    Person,
    PersonKey,
    Recognition,
    RecognitionDocument,
    Referral,
    ReferralFile,
    WorkProfile,
)
from integration_office.activities import activity


CLIENTS = _("people who are counselled and their families")
OFFICE = _("the counsellor who is responsible, and deputies")

activity(
    _("counselling contacts"),
    purpose=_("Every talk is counted, without a name, for the report of the year."),
    basis="Art. 6 (1) e DSGVO, § 3 LDSG SH",
    people=CLIENTS,
    recipients=_("nobody; the report holds protected sums"),
    models=(Contact,),
)
activity(
    _("counselling cases"),
    purpose=_("A longer counselling is planned, done and handed over without a gap."),
    basis="Art. 6 (1) a, e, Art. 9 (2) a DSGVO; § 203 StGB",
    people=CLIENTS,
    recipients=OFFICE,
    models=(
        *(Case, CaseGoal, CaseStep, CaseTask, CaseFile, CaseLink),
        *(Household, LevelEntry, Person, PersonKey),
    ),
)
activity(
    _("consents and erasures"),
    purpose=_("It can be proved who agreed to what, and that a file was erased."),
    basis="Art. 7 (1), Art. 17 DSGVO; § 15 LArchG SH",
    people=CLIENTS,
    recipients=_("the archive of the town, before a file goes"),
    models=(Consent, Erasure),
)
activity(
    _("referrals"),
    purpose=_("Somebody else helps on, and the office learns what became of it."),
    basis="Art. 6 (1) a DSGVO",
    people=CLIENTS,
    recipients=_("the body that is named in the consent"),
    models=(Referral, ReferralFile),
)
activity(
    _("language courses and recognition"),
    purpose=_("People find the right course, and their qualification is recognised."),
    basis="Art. 6 (1) a, e DSGVO; §§ 44, 44a AufenthG, BQFG",
    people=CLIENTS,
    recipients=_("the vhs, as protected sums"),
    models=(
        *(LanguagePlacement, CourseInterest, Recognition, RecognitionDocument),
        WorkProfile,
    ),
)
activity(
    _("inquiries"),
    purpose=_("Questions of citizens and organisations are answered in time."),
    basis="Art. 6 (1) e DSGVO",
    people=_("people who ask"),
    recipients=_("the department a question is passed on to"),
    models=(Inquiry,),
)
