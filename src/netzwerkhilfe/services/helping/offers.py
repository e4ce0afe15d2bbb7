"""Offers of help that are looked through from time to time."""

from __future__ import annotations

import datetime as dt

from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

CHECK_DAYS = 183
"""After so many days an offer should be asked about again."""


def unchecked(offer: Snapshot[Offer], today: dt.date) -> bool:
    """Whether an offer was not checked for half a year, or never."""
    return (offer.record.checked_on or "") < (today - dt.timedelta(days=CHECK_DAYS)).isoformat()


def still_right(change: Change, offer: str) -> None:
    """ "Stimmt noch": the offer was checked today."""
    change.update(offer, {"checked_on": change.today().isoformat()})
