from banyan.journeys.models.arrival import CheckIn, Receipt
from banyan.journeys.models.journey import Journey, Stop
from banyan.journeys.models.kit import KitRun
from banyan.journeys.models.knock import Knock
from banyan.journeys.models.photo import RECEIPT_PHOTOS, ReceiptPhoto
from banyan.journeys.models.report import Report

__all__ = [
    "RECEIPT_PHOTOS",
    "CheckIn",
    "Journey",
    "KitRun",
    "Knock",
    "Receipt",
    "ReceiptPhoto",
    "Report",
    "Stop",
]
