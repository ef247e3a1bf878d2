"""Addresses of the catalogue."""

from django.urls import path, re_path

from offers import (
    answer_views,
    arrangement_views,
    due_views,
    hsds_views,
    moderation_views,
    neighbour_views,
    paper_views,
    verb_views,
    version_views,
    views,
)


app_name = "offers"
ID = "(?P<uuid>[0-9a-fA-F-]{36})"

urlpatterns = [
    path("", views.offer_list, name="list"),
    path("mine/", views.mine, name="mine"),
    path("create/", verb_views.create, name="create"),
    path("due/", due_views.due, name="due"),
    path("due/ask/", due_views.ask_all, name="ask_all"),
    path("due/<int:pk>/ask/", due_views.ask, name="ask"),
    path("due/offers/", due_views.due_offers, name="due_offers"),
    path("due/offers/<int:pk>/confirm/", due_views.due_confirm, name="due_confirm"),
    path("due/offers/<int:pk>/end/", due_views.due_end, name="due_end"),
    path("addresses/", due_views.addresses, name="addresses"),
    path("selection/", paper_views.selection, name="selection"),
    path("selection/change/", paper_views.selection_change, name="selection_change"),
    path("selection/handout.pdf", paper_views.handout_pdf, name="handout"),
    path("<int:pk>/", views.detail, name="detail"),
    path("neighbours/", neighbour_views.neighbour_list, name="neighbour_list"),
    path("neighbours/offers/", neighbour_views.offers, name="neighbour_offers"),
    path("neighbours/create/", neighbour_views.create, name="neighbour_create"),
    path("neighbours/<int:pk>/", neighbour_views.detail, name="neighbour_detail"),
    path("neighbours/<int:pk>/edit/", neighbour_views.edit_neighbour, name="neighbour_edit"),
    path("neighbours/<int:pk>/fetch/", neighbour_views.fetch, name="neighbour_fetch"),
    path("neighbours/<int:pk>/hand-in/", neighbour_views.hand_in, name="neighbour_hand_in"),
    path("neighbours/<int:pk>/take/", neighbour_views.take, name="neighbour_take"),
    path("neighbours/<int:pk>/discard/", neighbour_views.discard, name="neighbour_discard"),
    path("neighbours/<int:pk>/take-back/", neighbour_views.take_back, name="neighbour_take_back"),
    path("neighbours/<int:pk>/delete/", neighbour_views.delete, name="neighbour_delete"),
    path("hsds/", hsds_views.root, name="hsds"),
    # The specification writes its addresses without the last slash.
    re_path(r"^hsds/services/?$", hsds_views.service_list, name="hsds_services"),
    re_path(rf"^hsds/services/{ID}/?$", hsds_views.service_detail, name="hsds_service"),
    re_path(r"^hsds/organizations/?$", hsds_views.organisation_list, name="hsds_organisations"),
    re_path(
        rf"^hsds/organizations/{ID}/?$", hsds_views.organisation_detail, name="hsds_organisation"
    ),
    re_path(r"^hsds/taxonomies/?$", hsds_views.taxonomy_list, name="hsds_taxonomies"),
    re_path(r"^hsds/taxonomy_terms/?$", hsds_views.term_list, name="hsds_terms"),
    path("hsds/openapi.json", hsds_views.openapi, name="hsds_openapi"),
    path("<int:pk>/edit/", verb_views.edit_offer, name="edit"),
    path("<int:pk>/confirm/", verb_views.confirm, name="confirm"),
    path("<int:pk>/publish/", verb_views.publish, name="publish"),
    path("<int:pk>/pause/", verb_views.pause, name="pause"),
    path("<int:pk>/end/", verb_views.end, name="end"),
    path("<int:pk>/archive/", verb_views.archive, name="archive"),
    path("<int:pk>/submit/", verb_views.submit, name="submit"),
    path("<int:pk>/send-back/", verb_views.send_back, name="send_back"),
    path("<int:pk>/copy/", verb_views.copy, name="copy"),
    path("<int:pk>/versions/", version_views.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/", version_views.version, name="version"),
    path("<int:pk>/versions/<int:number>/restore/", version_views.restore, name="restore"),
    path("review/", moderation_views.review, name="review"),
    path("review/<int:pk>/", moderation_views.proposal, name="proposal"),
    path("review/<int:pk>/take-over/", moderation_views.take_over, name="take_over"),
    path("review/<int:pk>/edit/", moderation_views.proposal_edit, name="proposal_edit"),
    path("review/<int:pk>/refuse/", moderation_views.refuse, name="refuse"),
    path("review/<int:pk>/withdraw/", moderation_views.withdraw, name="withdraw"),
    path("arrangements/<int:pk>/", arrangement_views.arrangement, name="arrangement"),
    path("answered/", answer_views.answered, name="answered"),
    path("answer/<str:token>/", answer_views.answer, name="answer"),
    path("answer/<str:token>/missing/", answer_views.answer_missing, name="answer_missing"),
    path(
        "answer/<str:token>/<int:pk>/take-back/",
        answer_views.answer_take_back,
        name="answer_take_back",
    ),
    path("answer/<str:token>/<int:pk>/true/", answer_views.answer_true, name="answer_true"),
    path("answer/<str:token>/<int:pk>/edit/", answer_views.answer_edit, name="answer_edit"),
    path("answer/<str:token>/<int:pk>/end/", answer_views.answer_end, name="answer_end"),
]
