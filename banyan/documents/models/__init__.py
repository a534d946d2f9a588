from banyan.documents.models.paper import AnnualCheck, Paper, PaperCounter
from banyan.documents.models.phone import PublicPhone
from banyan.documents.models.printing import PRINTS, PrintRun
from banyan.documents.models.trust import TrustedKey

__all__ = ["PRINTS", "AnnualCheck", "Paper", "PaperCounter", "PrintRun", "PublicPhone", "TrustedKey"]
