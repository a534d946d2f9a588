"""What is asked of a task, of work handed in, and of a review."""

from banyan.tasks.forms.claim import (
    OUTCOME,
    AmountField,
    ClaimForm,
    FilesInput,
    NoteForm,
    PartnerForm,
    PhotosField,
    SendBackForm,
    SubmitForm,
    known_work,
)
from banyan.tasks.forms.ready import NeedForm, ReadinessForm, VolunteeringForm
from banyan.tasks.forms.task import (
    DATE,
    DEADLINE,
    DETAIL,
    FACTS,
    SLOT_FIELDS,
    TIME,
    TaskForm,
    known_facts,
    patterned_facts,
    repeated_facts,
)

__all__ = [
    "DATE",
    "DEADLINE",
    "DETAIL",
    "FACTS",
    "OUTCOME",
    "SLOT_FIELDS",
    "TIME",
    "AmountField",
    "ClaimForm",
    "FilesInput",
    "NeedForm",
    "NoteForm",
    "PartnerForm",
    "PhotosField",
    "ReadinessForm",
    "SendBackForm",
    "SubmitForm",
    "TaskForm",
    "VolunteeringForm",
    "known_facts",
    "known_work",
    "patterned_facts",
    "repeated_facts",
]
