"""Addresses of points and credits."""

from django.urls import path

from banyan.ledger.views import closing, entries, worth

app_name = "ledger"
urlpatterns = [
    path("points/", entries.holdings, name="list"),
    path("points/mine/", entries.own, name="own"),
    path("points/mine/consents/", closing.consents, name="consent"),
    path("points/mine/consent-withdrawals/", closing.consent_withdrawals, name="withdraw-consent"),
    path("points/entries/<uuid:ref>/reversals/", entries.reversals, name="reverse"),
    path("points/worth/", worth.places, name="worth"),
    path("points/worth/<uuid:ref>/", worth.worths, name="worth-of"),
    path("points/worth/ends/<uuid:ref>/", worth.ends, name="end-worth"),
    path("points/closings/", closing.closings, name="closings"),
    path("points/closings/<uuid:ref>/", closing.closing, name="closing"),
    path("points/closings/<uuid:ref>/poster.pdf", closing.poster, name="poster"),
    path("points/closings/<uuid:ref>/poster.png", closing.picture, name="picture"),
    path("points/closings/<uuid:ref>/finishes/", closing.finishes, name="finish"),
    path("points/closings/<uuid:ref>/objections/", closing.objections, name="object"),
    path("points/objections/<uuid:ref>/answers/", closing.answers, name="answer"),
    path("people/<uuid:ref>/points/", entries.person, name="person"),
    path("people/<uuid:ref>/points/deeds/", entries.deeds, name="deed"),
    path("people/<uuid:ref>/points/exemptions/", entries.exemptions, name="exempt"),
    path("points/exemptions/<uuid:ref>/ends/", entries.exemption_ends, name="end-exemption"),
]
