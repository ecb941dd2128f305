"""The API: the tables of the pages for Excel and notebooks, by the same filters, under ``/api/v1``."""

from dashboard.api.asking import BASE
from dashboard.api.routing import Installation, routes
from dashboard.api.tokens import TokenFile

__all__ = ["BASE", "Installation", "TokenFile", "routes"]
