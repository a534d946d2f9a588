from banyan.journeys.models.arrival import CheckIn, Receipt
from banyan.journeys.models.journey import Journey, Stop
from banyan.journeys.models.kit import KitRun
from banyan.journeys.models.report import Report

__all__ = ["CheckIn", "Journey", "KitRun", "Receipt", "Report", "Stop"]
