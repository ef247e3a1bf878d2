"""What casework brings to the start page: agreed steps and tasks. A case is named by its mask, and
no word of what is to be done stands there."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from counselling.casework.codes import ToDoState
from counselling.in_hand import cases_in_hand
from counselling.models import Case, CaseFile, CaseStep, CaseTask, DeskNotice
from integration_office import agenda
from integration_office.addresses import address
from integration_office.permissions import counsels


RESIDENCE_NOTED = "counselling:residence_noted"


def _button(label, page, row, *more):
    return agenda.Button(label, address(page, row.case_id, row.pk, *more))


def _done(page, row):
    url = address(page, row.case_id, row.pk)
    return agenda.Button(pgettext("step", "Done"), url, "state", ToDoState.DONE)


@agenda.source(counsels, cases_in_hand)
def steps(user, today, cases):
    """Agreed steps of own cases, and of those of a colleague who is away."""
    rows = CaseStep.objects.visible_to(user, cases=cases.watched).due_until(today + agenda.WEEK)
    for step in rows.only("case", "due_on", "who"):
        yield agenda.Item(
            step.due_on,
            _("%(case)s: agreed step") % {"case": cases.mask_of(step)},
            step.get_absolute_url(),
            detail=step.get_who_display(),
            buttons=(_done("counselling:step_settle", step),),
        )


@agenda.source(counsels, cases_in_hand)
def tasks(user, today, cases):
    """What this user has to see to (CaseTask.to_do_by)."""
    rows = CaseTask.objects.visible_to(user, cases=cases.all).due_until(today + agenda.WEEK)
    rows = rows.to_do_by(user, own=cases.own, standing_in=cases.standing_in)
    for task in rows.only("case", "due_on"):
        yield agenda.Item(
            task.due_on,
            _("%(case)s: task") % {"case": cases.mask_of(task)},
            task.get_absolute_url(),
            buttons=(
                _done("counselling:task_settle", task),
                _button(_("to tomorrow"), "counselling:task_put_off", task, 1),
                _button(_("in a week"), "counselling:task_put_off", task, 7),
            ),
        )


@agenda.source(counsels, cases_in_hand)
def expiring_files(user, today, cases):
    """Papers of visible cases that expire in two months, in one, or today."""
    rows = CaseFile.objects.visible_to(user, cases=cases.all).to_remind_of(today + agenda.WEEK)
    for file in rows.only("case", "remind_on", "expires_on"):
        yield agenda.Item(
            file.remind_on,
            _("%(case)s: a paper expires on %(day)s")
            % {
                "case": cases.mask_of(file),
                "day": date_format(file.expires_on, "SHORT_DATE_FORMAT"),
            },
            file.get_absolute_url(),
            buttons=(_button(_("Noted"), "counselling:file_noted", file),),
        )


@agenda.source(counsels, cases_in_hand)
def ending_residence(user, today, in_hand):
    """Residence titles that end in two months, in one, or today."""
    if in_hand.reminds_on > today + agenda.WEEK:
        return
    cases = Case.objects.visible_to(user).to_remind_of(today + agenda.WEEK)
    for case in cases.only("number", "gender", "residence_until", "residence_remind_on"):
        yield agenda.Item(
            case.residence_remind_on,
            _("%(case)s: the residence title ends on %(day)s")
            % {
                "case": case.masked,
                "day": date_format(case.residence_until, "SHORT_DATE_FORMAT"),
            },
            case.get_absolute_url(),
            buttons=(agenda.Button(_("Noted"), address(RESIDENCE_NOTED, case.pk)),),
        )


@agenda.source(counsels)
def desk_notices(user, today):
    """Cases that were given to this user, or given away by the coordination."""
    notices = DeskNotice.objects.unread_by(user).select_related("colleague", "by")
    for notice in notices.only("kind", "cases", "since", "until", "colleague__name", "by__name"):
        url = address("counselling:notice_read", notice.pk)
        yield agenda.Item(
            today,
            notice_title(notice),
            address("counselling:desk"),
            detail=_("by %(name)s") % {"name": notice.by},
            buttons=(agenda.Button(_("Noted"), url),),
        )


def notice_title(notice):
    """In one sentence, without a word about the cases."""
    kind, number = notice.Kind(notice.kind), notice.cases
    if kind == notice.Kind.GIVEN:
        title = ngettext(
            "%(count)d case of %(name)s is yours now",
            "%(count)d cases of %(name)s are yours now",
            number,
        )
    elif kind == notice.Kind.TAKEN:
        title = ngettext(
            "%(count)d of your cases went to %(name)s",
            "%(count)d of your cases went to %(name)s",
            number,
        )
    elif kind == notice.Kind.DEPUTY:
        title = ngettext(
            "You stand in for %(name)s in %(count)d case from %(since)s to %(until)s",
            "You stand in for %(name)s in %(count)d cases from %(since)s to %(until)s",
            number,
        )
    else:
        title = ngettext(
            "%(name)s stands in for you in %(count)d case from %(since)s to %(until)s",
            "%(name)s stands in for you in %(count)d cases from %(since)s to %(until)s",
            number,
        )
    return title % {
        "count": number,
        "name": notice.colleague,
        "since": date_format(notice.since, "SHORT_DATE_FORMAT"),
        "until": date_format(notice.until, "SHORT_DATE_FORMAT") if notice.until else "",
    }
