from django.urls import path

from banyan.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.people, name="list"),
    path("people/by-phone/", views.by_phone, name="by-phone"),
    path("people/exports/", views.export, name="export"),
    path("people/new/", views.add, name="add"),
    path("people/<uuid:ref>/", views.card, name="card"),
    path("people/<uuid:ref>/corrections/", views.correct, name="correct"),
    path("people/<uuid:ref>/end/", views.end, name="end"),
    path("people/<uuid:ref>/reveals/", views.reveals, name="reveal"),
    path("people/<uuid:ref>/invitations/", views.invitations, name="invite"),
    path("people/<uuid:ref>/relatives/", views.relatives, name="relatives"),
    path("relatives/<uuid:ref>/removals/", views.relative_removals, name="remove-relative"),
]
