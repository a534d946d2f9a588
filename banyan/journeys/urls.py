"""Addresses of the story from departure to receipt, and of the monthly report."""

from django.urls import URLPattern, path

from banyan.journeys.views import report, report_desk, report_silence

app_name = "journeys"
REPORTS = [
    path("report/", report.report, name="report"),
    path("report/mine/", report.mine, name="reports-own"),
    path("report/<uuid:ref>/", report.own, name="report-own"),
    path("report/<uuid:ref>/corrections/", report.correct, name="report-correct"),
    path("people/<uuid:ref>/reports/", report_desk.of_person, name="person-reports"),
    path("reports/", report_desk.reports, name="reports"),
    path("reports/read/", report_desk.read_chosen, name="reports-read"),
    path("reports/silent/", report_silence.mine, name="silent"),
    path("reports/silent/<uuid:ref>/", report_silence.silent, name="silent-at"),
    path("reports/silent/<uuid:ref>/batch/", report_silence.batch, name="silent-batch"),
    path("reports/silent/<uuid:ref>/exports/", report_silence.export, name="silent-export"),
    path("reports/silent/<uuid:ref>/lines/<uuid:journey>/", report_silence.line, name="silent-line"),
    path("reports/for/<uuid:ref>/", report_silence.report_for, name="report-for"),
    path("reports/<uuid:ref>/", report_desk.report_detail, name="report-detail"),
    path("reports/<uuid:ref>/read/", report_desk.read, name="report-read"),
    path("reports/<uuid:ref>/follow-ups/", report_desk.follow_up, name="report-follow-up"),
    path("reports/<uuid:ref>/phone/", report_desk.adopt, name="report-phone"),
]
urlpatterns: list[URLPattern] = [*REPORTS]
