"""The reference data with other provinces in place of the plans' own, for what must hold for many."""

from collections.abc import Iterable

from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.reference.organisation import Province
from dashboard.reference.tiles import tiles

PROVINCES_OF_TODAY = tuple(
    Province(id=f"province_{number:02d}", vi=name, en=name) for number, name in enumerate(tiles("today"))
)


def catalogue_of(provinces: Iterable[Province]) -> Catalogue:
    """Return a catalogue of our sectors and indicators and of these provinces."""
    catalogue = load_catalogue().model_copy(update={"provinces": tuple(provinces)})
    catalogue.__dict__.pop("province", None)  # those by id, kept from before
    return catalogue
