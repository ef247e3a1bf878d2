"""Rules about choices: which value is closed for entries of which days (coordination)."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from counselling.language import actions, rule_history
from counselling.language.forms import RuleForm
from counselling.models import ChoiceRule
from integration_office.lists import Column, list_page
from integration_office.permissions import allow, coordinates
from integration_office.views import ask, edit


COLUMNS = [
    Column("list", gettext_lazy("List"), "get_code_list_display", sort="code_list"),
    Column("value", gettext_lazy("Value"), "value_label", link=True),
    Column("from", gettext_lazy("Closed from"), "valid_from", sort="valid_from"),
    Column("until", gettext_lazy("Until"), "valid_until", sort="valid_until"),
    Column("hint", gettext_lazy("Hint"), "hint"),
]
LIST = "counselling:rule_list"


@require_safe
@allow(coordinates)
def rule_list(request):
    return list_page(
        request,
        ChoiceRule.objects.all(),
        columns=COLUMNS,
        template="counselling/language/rule_list.html",
        title=_("Rules about course choices"),
        filename="kursregeln",
    )


@allow(coordinates)
def rule_create(request):
    return edit(
        request,
        RuleForm,
        instance=ChoiceRule(),
        title=_("Close a value"),
        save=lambda form: actions.keep_rule(form.instance, by=request.user),
        success=_("The rule is saved. It holds at once for entries of its days."),
        then=reverse(LIST),
        template="counselling/language/rule_form.html",
    )


@allow(coordinates)
def rule_edit(request, pk):
    rule = get_object_or_404(ChoiceRule, pk=pk)
    return edit(
        request,
        RuleForm,
        instance=rule,
        title=_("Rule for “%(value)s”") % {"value": rule},
        save=lambda form: actions.keep_rule(form.instance, by=request.user),
        success=_("The rule is saved. It holds at once for entries of its days."),
        then=reverse(LIST),
        template="counselling/language/rule_form.html",
        context={"rule": rule, "history": rule_history.of(rule)},
    )


@allow(coordinates)
def rule_delete(request, pk):
    rule = get_object_or_404(ChoiceRule, pk=pk)
    return ask(
        request,
        title=_("Delete the rule for “%(value)s”?") % {"value": rule},
        question=_(
            "Only a rule that never held is deleted; the value can be chosen again for all days. "
            "A rule that ends gets its last day instead."
        ),
        label=_("Delete rule"),
        do=partial(actions.delete_rule, rule, by=request.user),
        then=reverse(LIST),
        success=_("The rule has been deleted."),
    )
