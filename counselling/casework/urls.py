"""Addresses of work on a case, below counselling/."""

from django.urls import path

from counselling.casework.desk import views as desk
from counselling.casework.files import views as files
from counselling.casework.goals import views as goals
from counselling.casework.household import views as household
from counselling.casework.levels import views as levels
from counselling.casework.tasks import views as tasks


CASE = "cases/<int:pk>/"

urlpatterns = [
    path(f"{CASE}goals/", goals.goals, name="goals"),
    path(f"{CASE}goals/<int:number>/edit/", goals.goal_edit, name="goal_edit"),
    path(f"{CASE}goals/<int:number>/settle/", goals.goal_settle, name="goal_settle"),
    path(f"{CASE}goals/<int:number>/delete/", goals.goal_delete, name="goal_delete"),
    path(f"{CASE}steps/create/", goals.step_create, name="step_create"),
    path(f"{CASE}steps/<int:number>/edit/", goals.step_edit, name="step_edit"),
    path(f"{CASE}steps/<int:number>/settle/", goals.step_settle, name="step_settle"),
    path(f"{CASE}steps/<int:number>/delete/", goals.step_delete, name="step_delete"),
    path(f"{CASE}tasks/", tasks.tasks, name="tasks"),
    path(f"{CASE}tasks/<int:number>/edit/", tasks.task_edit, name="task_edit"),
    path(f"{CASE}tasks/<int:number>/settle/", tasks.task_settle, name="task_settle"),
    path(f"{CASE}tasks/<int:number>/put-off/<int:days>/", tasks.task_put_off, name="task_put_off"),
    path(f"{CASE}tasks/<int:number>/delete/", tasks.task_delete, name="task_delete"),
    path(f"{CASE}household/", household.household, name="household"),
    path(f"{CASE}household/edit/", household.household_edit, name="household_edit"),
    path(f"{CASE}household/<int:number>/unlink/", household.unlink, name="unlink"),
    path(f"{CASE}levels/", levels.levels, name="levels"),
    path(f"{CASE}levels/<int:number>/delete/", levels.level_delete, name="level_delete"),
    path(f"{CASE}languages/edit/", levels.languages_edit, name="languages_edit"),
    path(f"{CASE}files/", files.files, name="files"),
    path(f"{CASE}files/create/", files.file_create, name="file_create"),
    path(f"{CASE}files/<int:number>/", files.file, name="file"),
    path(f"{CASE}files/<int:number>/edit/", files.file_edit, name="file_edit"),
    path(f"{CASE}files/<int:number>/noted/", files.file_noted, name="file_noted"),
    path(f"{CASE}files/<int:number>/delete/", files.file_delete, name="file_delete"),
    path("desk/", desk.desk, name="desk"),
    path("desk/deputy/", desk.desk_deputy, name="desk_deputy"),
    path("desk/deputies/<int:colleague>/end/", desk.desk_deputy_end, name="desk_deputy_end"),
    path("desk/hand-over/", desk.desk_hand_over, name="desk_hand_over"),
    path(
        "desk/<int:owner>/deputies/<int:colleague>/end/",
        desk.desk_deputy_end,
        name="desk_deputy_end_for",
    ),
    path("desk/<int:colleague>/deputy/", desk.desk_deputy, name="desk_deputy_for"),
    path("desk/<int:colleague>/hand-over/", desk.desk_hand_over, name="desk_hand_over_for"),
    path("desk/notices/<int:pk>/read/", desk.notice_read, name="notice_read"),
]
