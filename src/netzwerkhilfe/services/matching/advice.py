"""What the program says about an entry: rules that inform and never decide. Figures and texts are the network's
data."""

from __future__ import annotations

import datetime as dt

from netzwerkhilfe.models.helping import Hint
from netzwerkhilfe.models.leads import Assurance, HousingLead, Permit, WorkLead
from netzwerkhilfe.models.phrases import end_after
from netzwerkhilfe.models.values import add_months, show_date, show_money, show_number
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerState
from netzwerkhilfe.services.helping import volunteering
from netzwerkhilfe.services.matching import matching, rules
from netzwerkhilfe.services.matching.rules import Reason
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot


def about(reader: Reader, entry: Snapshot) -> list[Reason]:
    """Hints about an entry, as text; an empty list where there is nothing to say."""
    if entry.kind.model is HousingLead:
        return _housing(reader, entry.of(HousingLead))
    if entry.kind.model is WorkLead:
        return _work(reader, entry.of(WorkLead))
    return _volunteer(reader, entry.of(Volunteer)) if entry.kind.model is Volunteer else []


def _hint(reader: Reader, topic: str, key: str) -> Snapshot[Hint] | None:
    return next((h for h in reader.all(Hint) if h.record.topic == topic and h.record.key == key), None)


def _housing(reader: Reader, entry: Snapshot[HousingLead]) -> list[Reason]:
    flat, context = entry.completed, matching.context_of(reader)
    found = []
    deposit = rules.deposit_reason(flat)
    if deposit:
        found.append(deposit)
    cold = flat.rent_excl_heating
    if cold is not None:
        sizes = sorted({one.persons for one in context.limits})
        limits = {n: one for n in sizes if (one := rules.limit_for(context, flat.place, n))}
        known = {n: one.amount for n, one in limits.items() if one.amount is not None}
        fits = [n for n, most in known.items() if cold <= most]
        if not known:
            found.append(Reason(None, "Mietgrenze nicht hinterlegt"))
        elif fits:
            found.append(
                Reason(
                    True,
                    f"Bruttokaltmiete {show_money(cold)}: in der Mietgrenze ab {min(fits)} "
                    f"{'Person' if min(fits) == 1 else 'Personen'}",
                )
            )
        else:
            found.append(Reason(None, f"Bruttokaltmiete {show_money(cold)}: über allen hinterlegten Mietgrenzen"))
    stage = reader.facts().stage("housing", flat.stage)
    hint = _hint(reader, "housing", "Vor dem Mietvertrag")
    assurance = flat.assurance
    if stage and stage.phase >= 2 and assurance in (Assurance.APPLIED, Assurance.REFUSED):
        found.append(
            Reason(None, f"Zusicherung des Jobcenters: {Assurance(assurance).label}. Noch nichts unterschreiben")
        )
    elif assurance == Assurance.GIVEN:
        when = f" vom {show_date(flat.assurance_on)}" if flat.assurance_on else ""
        found.append(Reason(True, f"Zusicherung des Jobcenters{when} liegt vor"))
    elif hint and stage and 2 <= stage.phase < 4 and assurance != Assurance.NOT_NEEDED:
        found.append(Reason(None, str(hint.record.text)))
    return found


def ends(job: WorkLead) -> dt.date | None:
    """When a placement ends: as typed, or from its beginning and duration."""
    try:
        if job.ends_on:
            return dt.date.fromisoformat(job.ends_on)
        start = dt.date.fromisoformat((job.start or "")[:10])
    except ValueError:
        return None
    return end_after(start, job.duration or "")


def _work(reader: Reader, entry: Snapshot[WorkLead]) -> list[Reason]:
    job = entry.completed
    found: list[Reason] = []
    hint = _hint(reader, "work", job.kind or "")
    if hint:
        most = hint.record.months_most
        end = ends(job)
        start = job.start or ""
        if most and end and len(start) == 10 and end >= add_months(dt.date.fromisoformat(start), most):
            found.append(
                Reason(None, f"Länger als {most} Monate (bis {show_date(end.isoformat())}): dann gilt der Mindestlohn")
            )
        found.append(
            Reason(
                True if job.work_permit in (Permit.GIVEN, Permit.NOT_NEEDED) else None,
                str(hint.record.text),
            )
        )
        rate, hours = hint.record.hourly_amount, job.total_hours
        if rate and hours:
            amount = round(rate * hours)
            found.append(
                Reason(
                    True,
                    f"{show_number(hours)} Stunden zu {show_money(rate, exact=True)} sind "
                    f"{show_money(amount, exact=True)}",
                )
            )
    permit = Permit.of(job.work_permit)
    if permit is Permit.APPLIED or permit is Permit.REFUSED:
        found.append(
            Reason(
                None,
                f"Beschäftigungserlaubnis: {permit.label}. Ohne sie beginnt nichts, außer mit einer Begründung",
            )
        )
    return found


def _volunteer(reader: Reader, entry: Snapshot[Volunteer]) -> list[Reason]:
    found: list[Reason] = []
    months = volunteering.months_active(reader, entry)
    total = volunteering.last_year(reader, entry.id)
    settings = reader.facts().rules
    if months is not None and entry.record.state != VolunteerState.ENDED:
        if months >= settings["card_life_years"] * 12:
            found.append(Reason(True, f"Jubiläums-Ehrenamtskarte: seit {months // 12} Jahren dabei"))
        elif total.hours >= settings["card_hours_year"] and months >= settings["card_months"]:
            found.append(Reason(True, f"Ehrenamtskarte: {show_number(total.hours)} Stunden in zwölf Monaten"))
    if entry.record.state == VolunteerState.ENDED:
        last = volunteering.last_activity(reader, entry)
        if last:
            gone = volunteering.certificate_gone_by(reader, last)
            found.append(Reason(None, f"Angaben zum Führungszeugnis gehen spätestens am {show_date(gone.isoformat())}"))
    return found
