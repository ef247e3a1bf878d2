"""{% chart data "bars" %} on a page, {% chart data "bars" paper=True %} in a PDF."""

from django import template

from integration_office.charts import KINDS


register = template.Library()


@register.inclusion_tag("charts/chart.html")
def chart(data, kind, paper=False):  # noqa: FBT002 - a template names it
    """Draw `data` as one of the kinds of charts.KINDS."""
    return {"drawing": KINDS[kind](data, paper=paper)}
