"""The second level of the topics (domain/02, 2.4): which letter, which course, which benefit. A
code begins with that of its topic and stays; the label is UI text. Nothing here is a diagnosis.
"""

from django.db import models
from django.utils.translation import pgettext_lazy

from integration_office.codes import FieldOfAction


class Subtopic(models.TextChoices):
    """Every one of them may be left out: the topic alone is enough for the figures."""

    SPR_PLACEMENT = "SPR.einstufung", pgettext_lazy("topic", "language placement")
    SPR_COURSE = "SPR.ikurs", pgettext_lazy("topic", "integration course")
    SPR_JOB_COURSE = "SPR.bsk", pgettext_lazy("topic", "job-related language course")
    SPR_OPEN_COURSE = "SPR.offen", pgettext_lazy("topic", "open German course")
    SPR_LITERACY = "SPR.alpha", pgettext_lazy("topic", "literacy")
    SPR_EXAM = "SPR.pruefung", pgettext_lazy("topic", "exam, certificate")
    SPR_PARTNER = "SPR.partner", pgettext_lazy("topic", "language partner")
    SPR_ONLINE = "SPR.online", pgettext_lazy("topic", "learning online")
    SPR_CHILDREN = "SPR.kinder", pgettext_lazy("topic", "German for children")

    ANE_SCHOOL = "ANE.schule", pgettext_lazy("topic", "school certificate")
    ANE_REGULATED = "ANE.reglementiert", pgettext_lazy("topic", "regulated occupation")
    ANE_UNREGULATED = "ANE.frei", pgettext_lazy("topic", "occupation that is not regulated")
    ANE_UNIVERSITY = "ANE.hochschule", pgettext_lazy("topic", "university degree, evaluation")
    ANE_COSTS = "ANE.kosten", pgettext_lazy("topic", "costs, subsidy")
    ANE_TRAINING = "ANE.quali", pgettext_lazy("topic", "further qualification")

    ARB_ORIENTATION = "ARB.orientierung", pgettext_lazy("topic", "orientation")
    ARB_APPLICATION = "ARB.bewerbung", pgettext_lazy("topic", "job application")
    ARB_SEARCH = "ARB.suche", pgettext_lazy("topic", "looking for work")
    ARB_RIGHTS = "ARB.recht", pgettext_lazy("topic", "labour law, wages")
    ARB_INTERNSHIP = "ARB.praktikum", pgettext_lazy("topic", "internship")
    ARB_APPRENTICESHIP = "ARB.ausbildung", pgettext_lazy("topic", "apprenticeship")
    ARB_TRAINING = "ARB.weiterbildung", pgettext_lazy("topic", "further training")
    ARB_SELF = "ARB.selbst", pgettext_lazy("topic", "self-employment")
    ARB_PERMIT = "ARB.erlaubnis", pgettext_lazy("topic", "work permit")

    BIL_DAY_CARE = "BIL.kita", pgettext_lazy("topic", "day care place")
    BIL_SCHOOL = "BIL.schule", pgettext_lazy("topic", "school registration")
    BIL_GERMAN = "BIL.daz", pgettext_lazy("topic", "German as a second language")
    BIL_CERTIFICATE = "BIL.abschluss", pgettext_lazy("topic", "school certificate later on")
    BIL_STUDIES = "BIL.studium", pgettext_lazy("topic", "studies")
    BIL_BENEFITS = "BIL.but", pgettext_lazy("topic", "education and participation benefits")

    AUF_PERMIT = "AUF.titel", pgettext_lazy("topic", "residence permit, extension")
    AUF_PROVISIONAL = "AUF.fiktion", pgettext_lazy("topic", "provisional certificate")
    AUF_ASYLUM = "AUF.asyl", pgettext_lazy("topic", "asylum procedure (referral only)")
    AUF_TOLERATED = "AUF.duldung", pgettext_lazy("topic", "tolerated stay")
    AUF_FAMILY = "AUF.nachzug", pgettext_lazy("topic", "family reunification")
    AUF_PLACE = "AUF.wohnsitz", pgettext_lazy("topic", "residence obligation (§ 12a)")
    AUF_TRAVEL = "AUF.reise", pgettext_lazy("topic", "travel documents")

    EIN_CONDITIONS = "EIN.voraus", pgettext_lazy("topic", "conditions")
    EIN_TEST = "EIN.test", pgettext_lazy("topic", "naturalisation test")
    EIN_LANGUAGE = "EIN.sprache", pgettext_lazy("topic", "proof of German")
    EIN_PAPERS = "EIN.unterlagen", pgettext_lazy("topic", "papers")

    SOZ_SGB2 = "SOZ.sgb2", pgettext_lazy("topic", "SGB II")
    SOZ_SGB12 = "SOZ.sgb12", pgettext_lazy("topic", "SGB XII")
    SOZ_ASYLUM = "SOZ.asylblg", pgettext_lazy("topic", "AsylbLG")
    SOZ_HOUSING = "SOZ.wohngeld", pgettext_lazy("topic", "housing benefit")
    SOZ_CHILDREN = "SOZ.kindergeld", pgettext_lazy("topic", "child benefit")
    SOZ_PARENTS = "SOZ.elterngeld", pgettext_lazy("topic", "parental allowance, maintenance")
    SOZ_DEBTS = "SOZ.schulden", pgettext_lazy("topic", "debts")
    SOZ_BANK = "SOZ.konto", pgettext_lazy("topic", "bank account, insurance")
    SOZ_BROADCASTING = "SOZ.rundfunk", pgettext_lazy("topic", "broadcasting fee")

    WOH_SHELTER = "WOH.unterkunft", pgettext_lazy("topic", "shared accommodation")
    WOH_SEARCH = "WOH.suche", pgettext_lazy("topic", "looking for a flat")
    WOH_LEASE = "WOH.miete", pgettext_lazy("topic", "lease, additional costs")
    WOH_ENERGY = "WOH.energie", pgettext_lazy("topic", "energy")
    WOH_TENANTS = "WOH.mieterquali", pgettext_lazy("topic", "course for tenants")
    WOH_MOVE = "WOH.umzug", pgettext_lazy("topic", "moving, furniture")

    GES_DOCTOR = "GES.arzt", pgettext_lazy("topic", "doctor, health insurance")
    GES_STRAIN = "GES.belastung", pgettext_lazy("topic", "mental strain")
    GES_PREGNANCY = "GES.schwanger", pgettext_lazy("topic", "pregnancy")
    GES_ADDICTION = "GES.sucht", pgettext_lazy("topic", "addiction")
    GES_CARE = "GES.pflege", pgettext_lazy("topic", "disability, care")

    FAM_PARENTING = "FAM.erziehung", pgettext_lazy("topic", "parenting")
    FAM_SEPARATION = "FAM.trennung", pgettext_lazy("topic", "separation")
    FAM_VIOLENCE = "FAM.gewalt", pgettext_lazy("topic", "violence (to the specialists)")
    FAM_LONELINESS = "FAM.einsam", pgettext_lazy("topic", "loneliness")
    FAM_SENIORS = "FAM.senioren", pgettext_lazy("topic", "senior citizens")

    BEH_LETTER = "BEH.brief", pgettext_lazy("topic", "explaining a letter")
    BEH_FORM = "BEH.formular", pgettext_lazy("topic", "paper form")
    BEH_ONLINE = "BEH.online", pgettext_lazy("topic", "application online")
    BEH_APPOINTMENT = "BEH.termin", pgettext_lazy("topic", "appointment")
    BEH_TRANSLATION = "BEH.uebersetzung", pgettext_lazy("topic", "translation, certified copy")

    TEI_CLUB = "TEI.verein", pgettext_lazy("topic", "club, sports")
    TEI_CAFE = "TEI.sprachcafe", pgettext_lazy("topic", "language café")
    TEI_LEISURE = "TEI.freizeit", pgettext_lazy("topic", "leisure")
    TEI_CULTURE = "TEI.kultur", pgettext_lazy("topic", "culture")
    TEI_POLITICS = "TEI.politik", pgettext_lazy("topic", "political participation")

    EHR_OFFERS = "EHR.will", pgettext_lazy("topic", "wants to volunteer")
    EHR_NEEDS = "EHR.sucht", pgettext_lazy("topic", "is looking for volunteers")
    EHR_CONFLICT = "EHR.konflikt", pgettext_lazy("topic", "conflict in a placement")

    DIS_WORK = "DIS.arbeit", pgettext_lazy("topic", "at work")
    DIS_HOUSING = "DIS.wohnen", pgettext_lazy("topic", "in housing")
    DIS_AUTHORITY = "DIS.behoerde", pgettext_lazy("topic", "by an authority")
    DIS_SCHOOL = "DIS.schule", pgettext_lazy("topic", "at school")
    DIS_ASSAULT = "DIS.uebergriff", pgettext_lazy("topic", "racist assault")
    DIS_NEIGHBOURS = "DIS.nachbarn", pgettext_lazy("topic", "among neighbours")

    @property
    def topic(self) -> FieldOfAction:
        return topic_of(self.value)


def topic_of(code: str) -> FieldOfAction:
    """The topic a code of the second level belongs to."""
    return FieldOfAction(code.partition(".")[0])


# Every topic but "other": what stands behind that word is for the note, not for a figure.
BY_TOPIC = {
    topic: [subtopic for subtopic in Subtopic if subtopic.topic == topic]
    for topic in FieldOfAction
    if topic != FieldOfAction.SON
}
