"""Words of the report that councillors may not know."""

from django.utils.translation import gettext as _


def glossary() -> list[tuple[str, str]]:
    return sorted(
        [
            (
                _("Accompanied integration"),
                _("Counselling over a longer time, with a case and agreed steps."),
            ),
            (
                _("Arbeitskreis Integration"),
                _("The town's open circle for talks about integration, since 2012."),
            ),
            (
                _("Case"),
                _("What is kept about one person who is counselled over a longer time."),
            ),
            (
                _("Contact"),
                _("A talk with a concern, on whichever way. It needs no person."),
            ),
            (
                _("Disclosure control"),
                _("The rules by which small numbers are hidden to protect people."),
            ),
            (
                _("Field of action"),
                _("One of the subjects by which offers and concerns are ordered."),
            ),
            (
                _("Inquiry"),
                _("What an organisation or a citizen asks the office. It is no counselling."),
            ),
            (
                _("Integration concept"),
                _("Goals and measures the council of the town has set itself."),
            ),
            (
                _("Interkulturelle Wochen"),
                _("Events of many organisers under one heading, every autumn."),
            ),
            (
                _("Lay interpreting"),
                _("Translating in talks by trained volunteers; not sworn interpreting."),
            ),
            (
                _("Median"),
                _("The value in the middle: half of the others are smaller, half larger."),
            ),
            (
                _("Naturalisation test"),
                _("33 questions on law, history and society. The Federal Office marks them."),
            ),
            (
                _("Not collected"),
                _("The counselling did not need the attribute, so nobody asked for it."),
            ),
            (
                _("Placement"),
                _("A volunteer helps a person or an organisation from a day on."),
            ),
            (
                _("Reference date"),
                _("31 December of the year of the report; what there is counts on this day."),
            ),
            (
                _("Relatives counselled along"),
                _("People who came with somebody and were counselled together."),
            ),
        ],
        key=lambda entry: entry[0].casefold(),
    )
