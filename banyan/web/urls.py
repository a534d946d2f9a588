"""Addresses of the frame: home, mine, menu, help, preferences, work for later, health."""

from django.conf import settings
from django.urls import path

from banyan.web.views import health, home, jobs, kept, preferences, style, words

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("me", home.me, name="me"),
    path("menu", home.menu, name="menu"),
    path("preferences", preferences.preferences, name="preferences"),
    path("views/", kept.keep, name="views"),
    path("views/<uuid:ref>/removals", kept.remove, name="view-remove"),
    path("help/", words.help_index, name="help"),
    path("help/<slug:office>", words.help_page, name="help-page"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:ref>", jobs.job, name="job"),
    path("jobs/<uuid:ref>/retries", jobs.retry, name="job-retry"),
    path("legal", words.legal, name="legal"),
    path("healthz", health.health, name="health"),
]
if not settings.IS_PRODUCTION:
    urlpatterns += [
        path("style", style.style, name="style"),
        path("style/confirm", style.confirm, name="style-confirm"),
    ]
