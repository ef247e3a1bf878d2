"""Addresses of language placement and courses; a part of those of counselling."""

from django.urls import path

from counselling.language import demand_views, interest_views, rule_views, views


OF_A_CASE = "cases/<int:pk>/language/"
PLACEMENT = f"{OF_A_CASE}placements/<int:placement_pk>/"
INTEREST = f"{OF_A_CASE}interests/<int:interest_pk>/"

urlpatterns = [
    path(OF_A_CASE, views.language, name="language"),
    path(f"{OF_A_CASE}placements/create/", views.placement_create, name="placement_create"),
    path(f"{PLACEMENT}edit/", views.placement_edit, name="placement_edit"),
    path(f"{PLACEMENT}delete/", views.placement_delete, name="placement_delete"),
    path(f"{PLACEMENT}courses/", views.placement_courses, name="placement_courses"),
    path(f"{PLACEMENT}letter/", views.placement_letter, name="placement_letter"),
    path(f"{OF_A_CASE}interests/create/", views.interest_create, name="interest_create"),
    path(f"{INTEREST}edit/", views.interest_edit, name="interest_edit"),
    path(f"{INTEREST}delete/", views.interest_delete, name="interest_delete"),
    path(f"{INTEREST}move/", views.interest_move, name="interest_move"),
    path(f"{INTEREST}result/", views.interest_result, name="interest_result"),
    path(f"{INTEREST}settle/", views.interest_settle, name="interest_settle"),
    path("course-interests/", interest_views.interest_list, name="interest_list"),
    path("course-interests/offer/", interest_views.interest_offer, name="interest_offer"),
    path("demand/", demand_views.demand, name="demand"),
    path("demand/pdf/", demand_views.demand_pdf, name="demand_pdf"),
    path("course-rules/", rule_views.rule_list, name="rule_list"),
    path("course-rules/create/", rule_views.rule_create, name="rule_create"),
    path("course-rules/<int:pk>/edit/", rule_views.rule_edit, name="rule_edit"),
    path("course-rules/<int:pk>/delete/", rule_views.rule_delete, name="rule_delete"),
]
