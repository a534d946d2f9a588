"""Every address of the house: one line an app."""

from django.urls import URLPattern, URLResolver, include, path

from banyan.config.api import api

# The busiest first: every address before the one asked for is tried (performance.md b1, b5, e1).
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("banyan.journeys.urls")),
    path("", include("banyan.tasks.urls")),
    path("", include("banyan.people.urls")),
    path("", include("banyan.web.urls")),
    path("", include("banyan.accounts.urls")),
    path("", include("banyan.orgs.urls")),
    path("", include("banyan.notify.urls")),
    path("", include("banyan.documents.urls")),
    path("", include("banyan.intake.urls")),
    path("", include("banyan.insight.urls")),
    path("", include("banyan.privacy.urls")),
    path("", include("banyan.ledger.urls")),
    path("api/v1/", api.urls),
]
handler400 = "banyan.web.views.errors.bad_request"
handler403 = "banyan.web.views.errors.not_allowed"
handler404 = "banyan.web.views.errors.not_found"
handler500 = "banyan.web.views.errors.server_error"
