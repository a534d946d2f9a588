"""A ready text for somebody who has no account: an officer of his home branch copies it and passes it on."""

from django.utils.translation import gettext as _

from banyan.notify.channels.note import Channel, Note, Recipient
from banyan.notify.models import Outgoing
from banyan.notify.states import OutgoingChannel


def reaches(recipient: Recipient) -> bool:
    return recipient.person is not None and recipient.person.is_current


def row(note: Note, recipient: Recipient) -> Outgoing:
    person = recipient.person
    assert person is not None
    words = _("%(name)s同志，您好。%(words)s") % {"name": person.name, "words": note.words_for(None)}
    return Outgoing(
        channel=OutgoingChannel.COPY_TEXT,
        person=person,
        org_id=person.home_id,
        kind=note.kind,
        words=words,
        key=note.key,
        made_at=note.at,
    )


CHANNEL = Channel(OutgoingChannel.COPY_TEXT, reaches, row)
