"""How a form field becomes a control on the page."""

from django import forms


def native_widgets(form: forms.BaseForm) -> None:
    """Let the browser offer its own pickers for the dates and times of this form."""
    for field in form.fields.values():
        if type(field.widget) is forms.DateInput:
            field.widget.input_type, field.widget.format = "date", "%Y-%m-%d"
