"""People, journeys and what follows from them, laid out as rows and written in bulk: in `demo` alone, through
the same constructors as the actions, with one audit row a batch (story.md, Demonstration)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model

from banyan.demo.figures import Layout
from banyan.demo.invented import invent_birth, invent_id_number, invent_name, invent_phone
from banyan.demo.places import Places
from banyan.journeys.actions.constructors import new_check_in, new_journey, new_receipt, new_report, new_stop
from banyan.journeys.models import CheckIn, Journey, Receipt, Report, Stop
from banyan.journeys.states import Channel, CheckInStatus, ConfirmedHow, LeaveReason, Matter, Occupation
from banyan.orgs.models import Organisation
from banyan.people.actions import membership_of, write_facts
from banyan.people.models import Membership, Person
from banyan.people.states import Education, MembershipKind
from banyan.shared.periods import Period, day_in, midnight
