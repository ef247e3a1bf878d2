"""Choice lists of the whole house (domain/02 and 13). The codes are stable; labels are UI text."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldOfAction(models.TextChoices):
    """The one taxonomy of the house: topics of counselling, offers, events and needs
    (domain/02, 2.4; the first level of the Beratungsthemen)."""

    SPR = "SPR", _("language")
    ANE = "ANE", _("recognition of qualifications")
    ARB = "ARB", _("work and occupation")
    BIL = "BIL", _("school, day care, studies")
    AUF = "AUF", _("residence and asylum")
    EIN = "EIN", _("naturalisation")
    SOZ = "SOZ", _("benefits and finances")
    WOH = "WOH", _("housing")
    GES = "GES", _("health")
    FAM = "FAM", _("family and social situation")
    BEH = "BEH", _("forms and authorities")
    TEI = "TEI", _("participation and encounter")
    EHR = "EHR", _("volunteering")
    DIS = "DIS", _("discrimination and conflicts")
    SON = "SON", _("other")


class GermanLevel(models.TextChoices):
    """Levels of the Common European Framework (GER), from nothing to C2."""

    NONE = "keine", _("no German")
    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"


class Language(models.TextChoices):
    """ISO 639-3, the languages a town's pool speaks, the most frequent first (domain/02, 2.9)."""

    DEU = "deu", _("German")
    ARA = "ara", _("Arabic")
    UKR = "ukr", _("Ukrainian")
    RUS = "rus", _("Russian")
    PRS = "prs", _("Dari")
    PES = "pes", _("Farsi")
    TUR = "tur", _("Turkish")
    KMR = "kmr", _("Kurmanji")
    ENG = "eng", _("English")
    POL = "pol", _("Polish")
    RON = "ron", _("Romanian")
    FRA = "fra", _("French")
    SQI = "sqi", _("Albanian")
    HYE = "hye", _("Armenian")
    AZE = "aze", _("Azerbaijani")
    BUL = "bul", _("Bulgarian")
    ZHO = "zho", _("Chinese")
    ELL = "ell", _("Greek")
    HIN = "hin", _("Hindi")
    ITA = "ita", _("Italian")
    CKB = "ckb", _("Sorani")
    NLD = "nld", _("Dutch")
    PUS = "pus", _("Pashto")
    POR = "por", _("Portuguese")
    PAN = "pan", _("Punjabi")
    SRP = "srp", _("Serbian")
    SOM = "som", _("Somali")
    SPA = "spa", _("Spanish")
    TIR = "tir", _("Tigrinya")
    TUK = "tuk", _("Turkmen")
    HUN = "hun", _("Hungarian")
    URD = "urd", _("Urdu")
    VIE = "vie", _("Vietnamese")
    MUL = "mul", _("another language")


class CountryGroup(models.TextChoices):
    """Nationalities folded for small-number tables (domain/02, 2.9)."""

    UKR = "ukr", _("Ukraine")
    SYR = "syr", _("Syria")
    AFG = "afg", _("Afghanistan")
    TUR = "tur", _("Türkiye")
    IRQ = "irq", _("Iraq")
    IRN = "irn", _("Iran")
    EU = "eu", _("EU-27")
    EUROPE = "europa", _("rest of Europe")
    ASIA = "asien", _("rest of Asia")
    AFRICA = "afrika", _("Africa")
    AMERICA = "amerika", _("America and Oceania")
    OTHER = "ohne", _("stateless, unclear or not stated")


class Gender(models.TextChoices):
    FEMALE = "w", _("female")
    MALE = "m", _("male")
    DIVERSE = "d", _("diverse")
    NOT_STATED = "o", _("not stated")


class AgeGroup(models.TextChoices):
    """27 is the border between the youth and the adult migration services (MBE/JMD)."""

    TO_5 = "0-5", "0–5"
    TO_11 = "6-11", "6–11"
    TO_17 = "12-17", "12–17"
    TO_26 = "18-26", "18–26"
    TO_44 = "27-44", "27–44"
    TO_64 = "45-64", "45–64"
    FROM_65 = "65+", _("65 and older")


class StatusGroup(models.TextChoices):
    """Level 1 of the residence status, the only one in statistics (domain/02, 2.5). There is no
    value for people without papers: § 87 AufenthG."""

    NOT_COLLECTED = "NE", _("not collected")
    GERMAN = "D", _("German citizenship")
    RESETTLER = "SPA", _("late resettler")
    EU = "EU", _("EU, EEA, Switzerland")
    PERMANENT = "UNB", _("permanent")
    WORK = "ERW", _("training, studies, work")
    FAMILY = "FAM", _("family reasons")
    PROTECTED = "SCH", _("recognised protection")
    UKRAINE = "UKR", _("§ 24 (Ukraine)")
    HUMANITARIAN = "HUM", _("other humanitarian")
    ASYLUM_SEEKER = "GES", _("permission to stay for asylum seekers")
    TOLERATED = "DUL", _("tolerated stay")
    PROVISIONAL = "FIK", _("provisional certificate, visa")
    NOT_STATED = "KA", _("not stated")
