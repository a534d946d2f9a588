from django.urls import path

from banyan.privacy import views

app_name = "privacy"
urlpatterns = [
    path("looks/", views.looks, name="looks"),
    path("held/", views.mine, name="mine"),
    path("record/", views.record, name="record"),
    path("record/exports/", views.record_exports, name="record-exports"),
]
