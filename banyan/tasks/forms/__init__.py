"""What is asked of a task, of work handed in, and of a review."""

from banyan.tasks.forms.claim import PhotosField, PhotosInput, SendBackForm, SubmitForm, known_work
from banyan.tasks.forms.task import DEADLINE, FACTS, TaskForm, known_facts

__all__ = [
    "DEADLINE",
    "FACTS",
    "PhotosField",
    "PhotosInput",
    "SendBackForm",
    "SubmitForm",
    "TaskForm",
    "known_facts",
    "known_work",
]
