"""Addresses of the catalogue."""

from django.urls import path, re_path

from offers import document_views, views
from offers.courses import views as course_views
from offers.coverage import gap_views, need_views
from offers.feed import hsds_views, neighbour_views
from offers.life import arrangement_views, moderation_views, verb_views, version_views
from offers.paper import paper_views
from offers.places import location_views, map_views
from offers.searching import staff_word_views as search_words_views
from offers.times import calendar_views, holiday_views
from offers.trust import answer_views, due_views


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
    path("holidays/", holiday_views.holiday_list, name="holiday_list"),
    path("holidays/create/", holiday_views.holiday_create, name="holiday_create"),
    path("holidays/<int:pk>/edit/", holiday_views.holiday_edit, name="holiday_edit"),
    path("holidays/<int:pk>/delete/", holiday_views.holiday_delete, name="holiday_delete"),
    path("addresses/", due_views.addresses, name="addresses"),
    path("directory.pdf", paper_views.directory, name="directory"),
    path("timetable.pdf", paper_views.timetable, name="timetable"),
    path("selection/", paper_views.selection, name="selection"),
    path("selection/change/", paper_views.selection_change, name="selection_change"),
    path("selection/handout.pdf", paper_views.handout_pdf, name="handout"),
    path("<int:pk>/", views.detail, name="detail"),
    path("gaps/", gap_views.gaps, name="gaps"),
    path("gaps/bericht.pdf", gap_views.report, name="gap_report"),
    path("overlaps/", gap_views.overlaps, name="overlaps"),
    path("overlaps/<int:one>/<int:other>/", gap_views.not_double, name="not_double"),
    path("overlaps/<int:one>/<int:other>/again/", gap_views.double_again, name="double_again"),
    path("needs/", need_views.need_list, name="need_list"),
    path("needs/create/", need_views.need_create, name="need_create"),
    path("needs/<int:pk>/", need_views.need_detail, name="need_detail"),
    path("needs/<int:pk>/edit/", need_views.need_edit, name="need_edit"),
    path("needs/<int:pk>/more/", need_views.need_more, name="need_more"),
    path("needs/<int:pk>/check/", need_views.need_check, name="need_check"),
    path("needs/<int:pk>/still-open/", need_views.need_still_open, name="need_still_open"),
    path("needs/<int:pk>/offers/", need_views.need_offers, name="need_offers"),
    path("needs/<int:pk>/offers/<int:offer>/", need_views.need_offer, name="need_offer"),
    path("needs/<int:pk>/measure/", need_views.need_measure, name="need_measure"),
    path("needs/<int:pk>/give-up/", need_views.need_give_up, name="need_give_up"),
    path("needs/<int:pk>/reopen/", need_views.need_reopen, name="need_reopen"),
    path("<int:pk>/course/", course_views.course, name="course"),
    path("<int:pk>/documents/add/", document_views.add, name="document_add"),
    path("<int:pk>/documents/<int:number>/", document_views.document, name="document"),
    path("<int:pk>/documents/<int:number>/remove/", document_views.remove, name="document_remove"),
    path("places/", location_views.location_list, name="location_list"),
    path("places/create/", location_views.create, name="location_create"),
    path("places/<int:pk>/", location_views.edit_location, name="location_edit"),
    path("places/<int:pk>/merge/", location_views.merge, name="location_merge"),
    path("places/<int:pk>/delete/", location_views.delete, name="location_delete"),
    path("map/", map_views.offer_map, name="map"),
    path("words/", search_words_views.word_list, name="word_list"),
    path("words/create/", search_words_views.create, name="word_create"),
    path("words/<int:pk>/edit/", search_words_views.edit_word, name="word_edit"),
    path("words/<int:pk>/delete/", search_words_views.delete, name="word_delete"),
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
    path("<int:pk>/termine.ics", calendar_views.offer_calendar, name="calendar"),
    path(
        "provider/<int:pk>/termine.ics",
        calendar_views.provider_calendar,
        name="provider_calendar",
    ),
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
    path("<int:pk>/reopen/", verb_views.reopen, name="reopen"),
    path("<int:pk>/submit/", verb_views.submit, name="submit"),
    path("<int:pk>/send-back/", verb_views.send_back, name="send_back"),
    path("<int:pk>/delete/", verb_views.delete, name="delete"),
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
