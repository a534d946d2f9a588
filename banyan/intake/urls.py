from django.urls import path

from banyan.intake.views import chat, columns, questions, roster, transfers

app_name = "intake"
urlpatterns = [
    path("imports/", roster.imports, name="imports"),
    path("imports/forms/<slug:kind>/", roster.blank_form, name="blank-form"),
    path("imports/<uuid:ref>/", roster.batch, name="batch"),
    path("imports/<uuid:ref>/acceptances/", roster.acceptances, name="accept"),
    path("imports/<uuid:ref>/discards/", roster.discards, name="discard"),
    path("imports/<uuid:ref>/undos/", roster.undos, name="undo"),
    path("imports/<uuid:ref>/columns/", columns.columns, name="columns"),
    path("imports/<uuid:ref>/questions/<int:number>/", questions.question, name="question"),
    path("imports/<uuid:ref>/questions/<int:number>/answers/", questions.answers, name="answer"),
    path("imports/<uuid:ref>/questions/<int:number>/reopenings/", questions.reopenings, name="reopen"),
    path("imports/<uuid:ref>/mending/", roster.mending, name="mending"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/<uuid:ref>/looks/", transfers.looks, name="look-at-transfer"),
    path("transfers/<uuid:ref>/decisions/", transfers.decisions, name="decide-transfer"),
    path("chats/", chat.chats, name="chats"),
    path("chats/<uuid:ref>/", chat.chat, name="chat"),
    path("chats/<uuid:ref>/settlements/", chat.settlements, name="settle-chat"),
    path("chats/<uuid:ref>/acceptances/", chat.acceptances, name="accept-chat"),
    path("chats/<uuid:ref>/discards/", chat.discards, name="discard-chat"),
    path("chats/<uuid:ref>/undos/", chat.undos, name="undo-chat"),
]
