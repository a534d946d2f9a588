"""/healthz: one line for whoever watches the house."""

import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_house_in_order_is_200(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"database": "up", "migrations": "current"}


def test_a_migration_that_waits_is_503(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"database": "up", "migrations": "pending"}
