"""One file a channel, one line here. A channel says whom it reaches and makes the row; actions store it."""

from banyan.notify.channels import copy_text, inbox
from banyan.notify.channels.note import Channel

# The first that reaches a recipient is taken.
CHANNELS: tuple[Channel, ...] = (inbox.CHANNEL, copy_text.CHANNEL)
