"""Is the house in order? One line for whoever watches it."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from banyan.web.queries.health import pending_migrations


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and is up to date, else 503; no word about the inside."""
    try:
        is_current = not pending_migrations()
    except DatabaseError:
        return JsonResponse({"database": "down"}, status=503)
    words = "current" if is_current else "pending"
    return JsonResponse({"database": "up", "migrations": words}, status=200 if is_current else 503)
