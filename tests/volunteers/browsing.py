"""What a browser does with our forms."""

from django.urls import reverse


def url(name, *args):
    return reverse(f"volunteers:{name}", args=args)


def posted_from(form, **changes):
    """What a browser would send for this form, with some fields changed."""
    data = {}
    for field in form:
        value = field.value()
        if value is not None and value is not False and value != "":
            data[field.html_name] = value
    return data | changes
