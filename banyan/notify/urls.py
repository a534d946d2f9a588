"""Addresses of the inbox and of the texts to pass on."""

from django.urls import path

from banyan.notify import views

app_name = "notify"
urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/read/", views.read_all, name="read-all"),
    path("messages/<uuid:ref>/read/", views.read, name="read"),
    path("messages/texts/", views.texts, name="texts"),
    path("messages/texts/<uuid:ref>/passed/", views.passed, name="passed"),
]
