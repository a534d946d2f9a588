"""All measures the house publishes, in the order they are shown."""

from collections.abc import Mapping

from banyan.journeys.stats import MEASURES as JOURNEYS
from banyan.people.stats import MEASURES as PEOPLE
from banyan.shared.measures import Measure
from banyan.tasks.stats import MEASURES as TASKS

MEASURES: Mapping[str, Measure] = {measure.id: measure for measure in (*JOURNEYS, *TASKS, *PEOPLE)}
# The four figures at the head of a page, and the columns of the table of child organisations.
HEADLINES = ("away", "checked_in", "reported", "claims")
COLUMNS = ("away", "checked_in", "due", "reported", "tasks", "claims", "inflow")
