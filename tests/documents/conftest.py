"""One paper of each office's making, for the tests of this folder."""

from typing import TYPE_CHECKING

import pytest

from banyan.documents.facts import JourneyFacts
from banyan.documents.states import PaperKind

if TYPE_CHECKING:
    from banyan.demo.cast import Cast
    from banyan.documents.models import Paper

JOURNEY = JourneyFacts(departed_on="2026-02-20", destination="广东省广州市番禺区", reason="务工")


@pytest.fixture
def paper(cast: "Cast") -> "Paper":
    """A certificate of 沙洲 for 何远山, numbered by the township."""
    from banyan.documents.actions import issue_paper

    return issue_paper(
        PaperKind.CERTIFICATE, by=cast.secretary, person=cast.member, org=cast.township, facts=JOURNEY
    )
