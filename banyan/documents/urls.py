"""Addresses of papers. `v/` is short because it stands in every code."""

from django.urls import path

from banyan.documents.views import notice, trust
from banyan.documents.views import paper as views

app_name = "documents"
urlpatterns = [
    path("papers/", views.register, name="list"),
    path("papers/own/", views.own, name="own"),
    path("papers/prints/", views.prints, name="prints"),
    path("papers/prints/<uuid:ref>/", views.print_run, name="print"),
    path("papers/prints/<uuid:ref>/file/", views.print_file, name="print-file"),
    path("papers/slips/", views.all_slips, name="all-slips"),
    path("papers/sharing/", notice.sharing, name="sharing"),
    path("papers/notices/", notice.notice, name="notice"),
    path("papers/phones/<uuid:ref>/", notice.phones, name="phones"),
    path("papers/phones/<uuid:ref>/withdrawals/", notice.withdrawals, name="phone-withdrawals"),
    path("papers/cards/<uuid:ref>/card.pdf", notice.card, name="card"),
    path("papers/cards/<uuid:ref>/card.png", notice.card_picture, name="card-picture"),
    path("papers/<uuid:ref>/", views.paper, name="paper"),
    path("papers/<uuid:ref>/paper.pdf", views.pdf, name="pdf"),
    path("papers/<uuid:ref>/paper.png", views.picture, name="picture"),
    path("papers/<uuid:ref>/reprints/", views.reprints, name="reprints"),
    path("papers/<uuid:ref>/checks/", views.checks, name="checks"),
    path("papers/<uuid:ref>/voids/", views.voids, name="voids"),
    path("people/<uuid:ref>/papers/", views.of_person, name="of-person"),
    path("people/<uuid:ref>/slips/", views.slips, name="slips"),
    path("v/signed/", trust.signed, name="signed"),
    path("papers/keys/", trust.keys, name="keys"),
    path("papers/keys/<uuid:ref>/withdrawals/", trust.withdrawals, name="key-withdrawals"),
    path(".well-known/banyan-keys.json", trust.well_known, name="well-known"),
    path("v/<str:code>", views.verify, name="verify"),
]
