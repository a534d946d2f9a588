"""The inbox of an account."""

from banyan.notify.channels.note import Channel, Note, Recipient
from banyan.notify.models import Message


def reaches(recipient: Recipient) -> bool:
    return recipient.account is not None


def row(note: Note, recipient: Recipient) -> Message:
    return Message(
        recipient=recipient.account,
        kind=note.kind,
        words=note.words_for(recipient.account),
        link=note.link,
        org=note.org,
        key=note.key,
        is_asking=note.is_asking,
        made_at=note.at,
    )


CHANNEL = Channel("inbox", reaches, row)
