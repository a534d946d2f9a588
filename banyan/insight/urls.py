from django.urls import path

from banyan.insight import views

app_name = "insight"
urlpatterns = [
    path("figures/", views.mine, name="mine"),
    path("figures/<uuid:ref>/", views.board, name="board"),
    path("figures/<uuid:ref>/exports/", views.export_board, name="export_board"),
    path("figures/<uuid:ref>/rows/", views.rows, name="rows"),
    path("figures/<uuid:ref>/rows/exports/", views.export_rows, name="export_rows"),
]
