from banyan.journeys.models.arrival import CheckIn, Receipt
from banyan.journeys.models.journey import Journey, Stop
from banyan.journeys.models.report import Report

__all__ = ["CheckIn", "Journey", "Receipt", "Report", "Stop"]
