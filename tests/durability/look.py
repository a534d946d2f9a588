"""What a house holds, told as JSON: run in the house that was backed up and in the one that was restored.

python -m tests.durability.look
"""

import hashlib
import json
from typing import Any

import django


def seen() -> dict[str, Any]:
    """Tables by hash, files, people opened, papers verified, and whether somebody can sign in."""
    from django.conf import settings
    from django.contrib.auth import authenticate

    from banyan.audit.queries import check_chain, head_at
    from banyan.config.backups import digest_of, names_of_files
    from banyan.config.snapshots import facts_of_database
    from banyan.demo.cast import PASSWORD
    from banyan.documents.models import Paper
    from banyan.documents.signing import is_genuine
    from banyan.people.models import Person

    tables = facts_of_database()
    rows = tables["audit_entry"]["rows"]
    people = [
        (str(p.ref), p.id_number.open(), p.phone.open(), p.address.open())
        for p in Person.objects.order_by("pk")
    ]
    return {
        "tables": tables,
        "heads": [head_at(seq) for seq in range(1, rows + 1)],
        "is_chain_whole": check_chain().first_bad is None,
        "files": {
            name: digest_of(settings.MEDIA_ROOT / name) for name in names_of_files(settings.MEDIA_ROOT)
        },
        # Their digest: what a test prints when it fails must hold no personal value.
        "people": [hashlib.sha256(json.dumps(person).encode()).hexdigest() for person in people],
        "genuine": [is_genuine(paper.signed()) for paper in Paper.objects.order_by("pk")],
        "signs_in": authenticate(name="zhu", password=PASSWORD) is not None,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(seen()))
