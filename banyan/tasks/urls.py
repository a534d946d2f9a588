"""Addresses of tasks and claims."""

from django.urls import path

from banyan.tasks.views import claim, pattern, ready, task, thread

app_name = "tasks"
urlpatterns = [
    path("tasks/", task.tasks, name="list"),
    path("tasks/offers/", task.offers, name="offers"),
    path("tasks/mine/", task.own, name="own"),
    path("tasks/review/", claim.review, name="review"),
    path("tasks/ready/", ready.ready, name="ready"),
    path("tasks/service/", ready.volunteering, name="service"),
    path("tasks/needs/", ready.needs, name="needs"),
    path("tasks/needs/<uuid:ref>/ends/", ready.need_ends, name="end-need"),
    path("tasks/new/", task.new, name="new"),
    path("tasks/<uuid:ref>/", task.task, name="task"),
    path("tasks/<uuid:ref>/change/", task.change, name="change"),
    path("tasks/<uuid:ref>/openings/", task.openings, name="open"),
    path("tasks/<uuid:ref>/closings/", task.closings, name="close"),
    path("tasks/<uuid:ref>/cancellations/", task.cancellations, name="cancel"),
    path("tasks/<uuid:ref>/patterns/", pattern.patterns, name="keep-pattern"),
    path("tasks/patterns/<uuid:ref>/ends/", pattern.pattern_ends, name="end-pattern"),
    path("tasks/<uuid:ref>/claims/", claim.claims, name="claims"),
    path("tasks/<uuid:ref>/claims/for/", claim.for_member, name="for-member"),
    path("tasks/<uuid:ref>/claims/for/<uuid:person>/", claim.claims_for, name="claims-for"),
    path("claims/<uuid:ref>/", claim.claim, name="claim"),
    path("claims/<uuid:ref>/submissions/", claim.submissions, name="submit"),
    path("claims/<uuid:ref>/withdrawals/", claim.withdrawals, name="withdraw"),
    path("tasks/<uuid:ref>/waits/", thread.waits, name="wait"),
    path("claims/waits/<uuid:ref>/ends/", thread.wait_ends, name="leave-wait"),
    path("claims/partners/<uuid:ref>/ends/", thread.partner_ends, name="leave-partner"),
    path("claims/<uuid:ref>/notes/", thread.notes, name="note"),
    path("claims/<uuid:ref>/partners/", thread.partners, name="partner"),
    path("claims/<uuid:ref>/take-backs/", thread.take_backs, name="take-back"),
    path("claims/<uuid:ref>/releases/", claim.releases, name="release"),
    path("claims/<uuid:ref>/acceptances/", claim.acceptances, name="accept"),
    path("claims/<uuid:ref>/clearances/", claim.clearances, name="clear"),
    path("claims/<uuid:ref>/returns/", claim.returns, name="send-back"),
    path("claims/photos/<uuid:ref>.jpg", claim.photo, name="photo"),
    path("claims/files/<uuid:ref>/", claim.file, name="file"),
    path("claims/files/<uuid:ref>/removals/", claim.file_removals, name="remove-file"),
    path("people/<uuid:ref>/claims/", claim.of_person, name="person"),
]
