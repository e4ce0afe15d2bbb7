"""What entries of several kinds have under the same name, for code that serves entries of whatever kind.

Code that knows the kind reads typed attributes (``flat.record.place``). Of any entry these give the value, and ``None``
where its kind has no such field.
"""

from __future__ import annotations

from collections.abc import Callable

from netzwerkhilfe.store.reading import Snapshot


def _common(name: str) -> Callable[[Snapshot], str | None]:
    return lambda s: s.values.get(name)


contact_of = _common("contact_person")
"""Who answers for a place of work or an offer."""
email_of = _common("email")
"""The address for e-mail."""
landlord_of = _common("landlord")
"""Who lets a flat."""
mobile_of = _common("mobile")
"""The number of the mobile telephone."""
name_of = _common("name")
"""The name of a person in need, as the own office knows it."""
number_of = _common("number")
"""The number of a lead or a case."""
parent_id = _common("parent")
"""The id of the entry it hangs on."""
phone_of = _common("phone")
"""The telephone number."""
phone_note_of = _common("phone_note")
"""When it is best to call."""
place_key = _common("place")
"""The key of the place, or what was typed where the network knows no such place."""
promised_to = _common("promised_to")
"""The number of the case that a flat or a place of work is promised to."""
stage_key = _common("stage")
"""The key of the stage."""
withdrawn_because = _common("withdrawn")
"""Why a lead or a case was withdrawn; empty while it counts."""
