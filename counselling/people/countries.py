"""Countries: ISO 3166-1 codes with the names of the language that is spoken on the page, and
the groups of the statistics they belong to (domain/02, 2.9)."""

from functools import lru_cache

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from integration_office.codes import CountryGroup


# As Destatis divides the world: the Caucasus and Kazakhstan are Asia, Cyprus is the Union's.
# Germany stands with the Union: whoever has two passports is counted by the first one named.
GROUPS = {
    CountryGroup.UKR: "UA",
    CountryGroup.SYR: "SY",
    CountryGroup.AFG: "AF",
    CountryGroup.TUR: "TR",
    CountryGroup.IRQ: "IQ",
    CountryGroup.IRN: "IR",
    CountryGroup.EU: (
        "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
    ),
    CountryGroup.EUROPE: "AD AL BA BY CH GB IS LI MC MD ME MK NO RS RU SM VA XK",
    CountryGroup.ASIA: (
        "AE AM AZ BD BH BN BT CN GE ID IL IN JO JP KG KH KP KR KW KZ LA LB LK MM MN MV MY NP OM PH "
        "PK PS QA SA SG TH TJ TL TM TW UZ VN YE"
    ),
    CountryGroup.AFRICA: (
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML "
        "MR MU MW MZ NA NE NG RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW"
    ),
    CountryGroup.AMERICA: (
        "AG AR AU BB BO BR BS BZ CA CK CL CO CR CU DM DO EC FJ FM GD GT GY HN HT JM KI KN LC MH MX "
        "NI NR NU NZ PA PE PG PW PY SB SR SV TO TT TV US UY VC VE VU WS"
    ),
}
# Codes that ISO leaves to its users ("XK" for Kosovo is one of them), and states that are gone: who
# never got another passport still has theirs.
OURS: dict[str, tuple[CountryGroup, str | Promise]] = {
    "XS": (CountryGroup.OTHER, _("stateless")),
    "XU": (CountryGroup.OTHER, _("unclear nationality")),
    "SU": (CountryGroup.EUROPE, _("Soviet Union (until 1991)")),
    "YU": (CountryGroup.EUROPE, _("Yugoslavia (until 2003)")),
    "CS": (CountryGroup.EUROPE, _("Serbia and Montenegro (until 2006)")),
}
NO_COUNTRY = {"XS", "XU"}
GROUP_OF = {code: group for group, codes in GROUPS.items() for code in codes.split()} | {
    code: group for code, (group, _label) in OURS.items()
}


def country_group(code: str) -> str:
    """The group in which a nationality is counted; nothing for a code nobody knows."""
    return str(GROUP_OF.get(code, ""))


def name_of(code: str) -> str:
    """ "Syrien"; the code itself where there is no name."""
    if code in OURS:
        return str(OURS[code][1])
    return Locale.parse(get_language() or "de", sep="-").territories.get(code, code)


def choices() -> list[tuple[str, str]]:
    """All nationalities by their names, what is no state at the end."""
    return _choices(get_language() or "de")


def origins() -> list[tuple[str, str]]:
    """All countries somebody may come from: also one that is gone, or Germany."""
    return [(code, name) for code, name in choices() if code not in NO_COUNTRY]


@lru_cache(maxsize=4)
def _choices(language: str) -> list[tuple[str, str]]:
    states = [(code, name_of(code)) for code in GROUP_OF if code not in OURS]
    return sorted(states, key=lambda pair: _letters(pair[1])) + [(c, name_of(c)) for c in OURS]


def _letters(name: str) -> str:
    """Ägypten stands with A."""
    return name.translate(str.maketrans("ÄÖÜäöüÅÉéôç", "AOUaouAEeoc")).casefold()
