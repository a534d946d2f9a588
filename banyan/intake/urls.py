from django.urls import path

from banyan.intake import views

app_name = "intake"
urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<uuid:ref>/", views.batch, name="batch"),
    path("imports/<uuid:ref>/acceptances/", views.acceptances, name="accept"),
    path("imports/<uuid:ref>/discards/", views.discards, name="discard"),
    path("imports/<uuid:ref>/undos/", views.undos, name="undo"),
    path("imports/<uuid:ref>/rows/<int:number>/answers/", views.answers, name="answer"),
    path("imports/<uuid:ref>/mending/", views.mending, name="mending"),
]
