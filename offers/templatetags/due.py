"""What the office's work lists say about a row."""

from django import template
from django.utils import timezone

from offers.trust import worklist


register = template.Library()


@register.filter
def next_step(provider):
    """What happens next with a provider of the work list."""
    return worklist.next_step(provider, timezone.localdate())


register.filter("phone", worklist.phone_of)
