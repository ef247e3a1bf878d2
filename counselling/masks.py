"""How a case is named where it is not open."""

from django import forms


class CaseChoice(forms.ModelChoiceField):
    """Cases in a select: by their masks."""

    def label_from_instance(self, case):
        return case.masked
