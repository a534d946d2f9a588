"""Addresses of the story from departure to receipt, and of the monthly report."""

from django.urls import URLPattern

app_name = "journeys"
urlpatterns: list[URLPattern] = []
