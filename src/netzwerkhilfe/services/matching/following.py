"""No open suggestion is without a next step, somebody who takes it, and a day: derived from what is stored, so that it
holds whatever another office did, and kept as a task of the office that goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.base import derived_id, owned_by
from netzwerkhilfe.models.cases import Case, Match, RefusedBy
from netzwerkhilfe.models.tasks import Task, TaskState
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerState
from netzwerkhilfe.services.entries.common_fields import stage_key, withdrawn_because
from netzwerkhilfe.services.helping import work_list
from netzwerkhilfe.services.matching import along
from netzwerkhilfe.services.matching.along import ACCEPTED, BEGUN, DONE
from netzwerkhilfe.store.conditions import Among, Within, equals
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

WITHIN = 2
"""Within so many days somebody looks at a suggestion that something came between."""
EVERYBODY_AFTER = 14
"""After so many days of silence beyond the day the whole office is asked, not one person."""
FREED_SINCE = 30
"""So long it is said that a case needs another suggestion because its own was given to somebody else."""


class Between(StrEnum):
    """What came between a suggestion and its next step."""

    NOTHING = "nothing"
    SILENCE = "silence"
    """The day has passed and nobody has said anything."""
    LEAD_GONE = "lead gone"
    """Withdrawn, closed, in the Papierkorb, erased; a helper who is ill or has ended."""
    PROMISED = "promised"
    """The lead was given to another case."""
    TWICE = "twice"
    """The lead was given to two cases at once."""
    CASE_CLOSED = "case closed"
    FREED = "freed"
    """It has ended because another case got the lead; the case waits for another suggestion."""


WORDS = {
    Between.SILENCE: "Nachfragen",
    Between.LEAD_GONE: "Anderes suchen, nicht mehr da",
    Between.PROMISED: "Anderes suchen, anderweitig vergeben",
    Between.TWICE: "Doppelt vergeben, bitte klären",
    Between.CASE_CLOSED: "Vorschlag beenden, Gesuch ist beendet",
    Between.FREED: "Neuen Vorschlag machen",
}


@dataclass(frozen=True)
class NextStep:
    """What is to be done next with an open suggestion, by whom and by when."""

    match: Snapshot[Match]
    case: Snapshot[Case]
    what: str
    """What people read."""
    person: str
    """Who does it; empty where it is the whole office."""
    office: str
    """The id of the office that goes on."""
    office_name: str
    due: dt.date
    between: Between
    overdue: bool

    @property
    def who(self) -> str:
        """The person, or the team of the office where it is everybody's."""
        return self.person or f"Team {self.office_name}".strip()


class Following:
    """The next steps of all suggestions, read once from a reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.facts, self.today = reader, reader.facts(), reader.today()
        self.office_names = {o.id: o.name for o in self.facts.offices.values()}
        self.gone = along.offices_gone(reader)
        self._entries: dict[str, Snapshot | None] = {}

    @cached_property
    def promises(self) -> along.Promises:
        """To which cases leads are promised."""
        return along.Promises(self.reader)

    def entry(self, record: str | None) -> Snapshot | None:
        """An entry that is there and not in the Papierkorb."""
        if not record:
            return None
        if record not in self._entries:
            found = self.reader.get(record)
            self._entries[record] = found if found and not found.sealed else None
        return self._entries[record]

    def case(self, match: Snapshot[Match]) -> Snapshot[Case] | None:
        """The case of a suggestion."""
        found = self.entry(match.record.parent)
        return found.of(Case) if found and found.kind.model is Case else None

    def step(self, match: Snapshot[Match]) -> NextStep | None:
        """What is next with a suggestion; ``None`` where nothing is: it has ended, or its case is gone."""
        case = self.case(match)
        if case is None or match.sealed:
            return None
        phase = along.phase_of(self.reader, match)
        if phase >= DONE:
            return self._after_freeing(match, case) if phase > DONE else None
        due = self._day(match.record.next_on) or along.due_after(self._since(match), phase)
        between, since = self._between(match, case, phase)
        if between is not Between.NOTHING:
            due = min(due, along.working_day(since + dt.timedelta(days=WITHIN)))
        elif due < self.today and phase < BEGUN:
            between = Between.SILENCE
        stage = self.facts.stage("matches", match.record.stage)
        what = WORDS.get(between) or (stage.next_step if stage else "") or "Nächsten Schritt eintragen"
        return self._made(match, case, what, due, between)

    def _made(
        self, match: Snapshot[Match], case: Snapshot[Case], what: str, due: dt.date, between: Between
    ) -> NextStep:
        office = along.responsible(self.reader, match, case, self.gone)
        person = match.record.next_person or "" if owned_by(match.record.next_office, office) else ""
        if (self.today - due).days > EVERYBODY_AFTER:
            person = ""
        name = self.office_names.get(office, "")
        return NextStep(match, case, what, person, office, name, due, between, due < self.today)

    def _after_freeing(self, match: Snapshot[Match], case: Snapshot[Case]) -> NextStep | None:
        """A case whose suggestion was given to somebody else, and that has no other one of its kind."""
        since = self._since(match)
        if match.record.refused_by != RefusedBy.TAKEN or (self.today - since).days > FREED_SINCE:
            return None
        stage = self.facts.stage("cases", case.record.stage)
        if case.record.withdrawn or (stage and stage.phase >= DONE):
            return None
        others = self.reader.children(case.id, Match)
        same = [m for m in others if m.record.lead_kind == match.record.lead_kind and m.id != match.id]
        if any(along.phase_of(self.reader, m) < DONE for m in same):
            return None
        newer = [m for m in same if (m.record.stage_on or "", m.id) > (match.record.stage_on or "", match.id)]
        if newer:
            return None
        due = along.due_after(since, 0)
        return self._made(match, case, WORDS[Between.FREED], due, Between.FREED)

    def _since(self, match: Snapshot[Match]) -> dt.date:
        return self._day(match.record.stage_on) or self._day(match.touched) or self.today

    @staticmethod
    def _day(text: str | None) -> dt.date | None:
        try:
            return dt.date.fromisoformat((text or "")[:10])
        except ValueError:
            return None

    def _touched(self, entry: Snapshot | None) -> dt.date:
        return (self._day(entry.touched) if entry else None) or self.today

    # ---- what came between ------------------------------------------------------------------------------------------
    def _between(self, match: Snapshot[Match], case: Snapshot[Case], phase: int) -> tuple[Between, dt.date]:
        """What came between, and since when."""
        stage = self.facts.stage("cases", case.record.stage)
        served = stage is not None and stage.phase >= (DONE if phase < BEGUN else DONE + 1)
        if case.record.withdrawn or served:
            return Between.CASE_CLOSED, self._touched(case)
        lead = self.entry(match.record.lead)
        if lead is None:
            return Between.LEAD_GONE, self._since(match)
        if self.promises.other(lead, case):
            return (Between.TWICE if phase >= ACCEPTED else Between.PROMISED), self._touched(lead)
        if self._gone(lead, phase):
            return Between.LEAD_GONE, self._touched(lead)
        return Between.NOTHING, self.today

    def _gone(self, lead: Snapshot, phase: int) -> bool:
        if lead.kind.model is Volunteer:
            return lead.of(Volunteer).record.state in (VolunteerState.PAUSED, VolunteerState.ENDED)
        if withdrawn_because(lead):
            return True
        stage = self.facts.stage(lead.kind.name, stage_key(lead))
        return phase < ACCEPTED and stage is not None and stage.phase >= DONE

    # ---- all --------------------------------------------------------------------------------------------------------
    def steps(self, only: Collection[str] = ()) -> list[NextStep]:
        """The next steps of all suggestions, or of these, those due first."""
        few = (Among("id", tuple(only)),) if only else ()
        since = (self.today - dt.timedelta(days=FREED_SINCE)).isoformat()
        matches = [
            *along.find(self.reader, along.in_phases(self.reader, *range(DONE)), *few),
            *along.find(self.reader, equals("refused_by", RefusedBy.TAKEN), Within("stage_on", since), *few),
        ]
        found = {m.id: s for m in matches if (s := self.step(m))}.values()
        return sorted(found, key=lambda s: (s.due, s.case.record.number or "", s.match.id))


def steps(reader: Reader) -> list[NextStep]:
    """The next step of every open suggestion that is seen here, those due first."""
    return Following(reader).steps()


def step_of(reader: Reader, match: Snapshot[Match]) -> NextStep | None:
    """The next step of a suggestion."""
    return Following(reader).step(match)


def overdue(reader: Reader) -> list[NextStep]:
    """The steps of the own office whose day has passed, or that something came between."""
    access = here(reader)
    odd = (Between.TWICE, Between.PROMISED, Between.LEAD_GONE, Between.CASE_CLOSED)
    return [s for s in steps(reader) if access.owns(s.office) and (s.overdue or s.between in odd)]


# ---- kept as tasks ---------------------------------------------------------------------------------------------------
def keep(change: Change, only: Collection[str] = ()) -> int:
    """Let every open suggestion of the own office have its task, with its person and day; gives how many were written.

    What a person wrote into the task holds: another day or person goes over to the suggestion, and who ticks it off
    while the suggestion stays open is asked again after the usual time. Tasks of suggestions that have ended are done.
    Done after every step (``only`` has its matches), after an exchange and once a day.
    """
    return sum(1 for work in _work(change, only) if work(change))


def match_of(task: Snapshot[Task]) -> str:
    """The id of the suggestion whose next step a task is; empty for any other task."""
    return _origin(task).get("match", "")


def pending(reader: Reader) -> bool:
    """Whether :func:`keep` has anything to write: nothing is loaded for writing otherwise."""
    return bool(_work(reader, ()))


_Work = Callable[[Change], bool]


def _work(reader: Reader, only: Collection[str]) -> list[_Work]:
    if reader.office_space not in reader.spaces:  # the laptop of a helper has no tasks of an office
        return []
    access, following = here(reader), Following(reader)
    kept = {t.id: t for t in reader.all(Task, sealed=True) if match_of(t) and (not only or match_of(t) in only)}
    wanted = {_id_here(reader, one): one for one in following.steps(only) if access.owns(one.office)}
    found = [w for record, one in wanted.items() if (w := _task_work(reader, record, one, kept.get(record)))]
    stale = [r for r, t in kept.items() if r not in wanted and not t.sealed and work_list.is_open(t)]
    return found + [_closing(record) for record in stale]


def _id_here(reader: Reader, one: NextStep) -> str:
    """The task of a step in the own office's space, also where the entry is nobody's."""
    return derived_id("tasks", reader.office_space, one.match.id, one.match.record.stage or "")


def _origin(task: Snapshot[Task]) -> dict[str, str]:
    return task.record.origin if isinstance(task.record.origin, dict) else {}


def _closing(record: str) -> _Work:
    def close(change: Change) -> bool:
        work_list.finish(change, record)
        return True

    return close


LONGEST_NAME = 36


def _title(one: NextStep) -> str:
    """What is to be done with which lead, short enough for a pane; the case stands beside it."""
    name = along.lead_in_short(one.match)
    return f"{one.what.partition(',')[0]}: {name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + '…'}"


def _task_work(reader: Reader, record: str, one: NextStep, task: Snapshot[Task] | None) -> _Work | None:
    """What is to be written so that a step has its task; nothing where all is well."""
    origin = {
        "match": one.match.id,
        "due": one.due.isoformat(),
        "person": one.person,
        "title": _title(one),
    }
    if task is None:
        return lambda change: _ensure(change, record, one, origin, dict(origin))
    before, now = _origin(task), task.record
    ticked = bool(task.sealed) or not work_list.is_open(task)
    if ticked and one.between is Between.FREED:
        return None
    if ticked:
        last = Following._day(now.done_on) or reader.today()
        again = along.due_after(max(last, one.due), along.phase_of(reader, one.match))
        return lambda change: _again(change, record, one, again)
    typed = {
        name: value or ""
        for name, value in (("due", now.due_on), ("person", now.person), ("title", now.title))
        if (value or "") != before.get(name, "")
    }
    if typed.get("due") or "person" in typed:
        return lambda change: _take_over(change, record, one, typed)
    shown = {**origin, **{n: v for n, v in typed.items() if n == "title"}}
    if (shown["due"], shown["person"], shown["title"]) == (now.due_on or "", now.person or "", now.title or ""):
        return None
    return lambda change: _ensure(change, record, one, origin, shown)


def _ensure(change: Change, record: str, one: NextStep, origin: dict[str, str], shown: dict[str, str]) -> bool:
    kind = KINDS["tasks"]
    values = {
        "title": shown["title"],
        "due_on": shown["due"] or None,
        "person": shown["person"] or None,
        "state": TaskState.OPEN,
        "done_on": None,
        "dropped_because": None,
        "about": one.case.id,
        "note": one.case.record.number,
        "origin": origin,
        "office": change.local("office"),
    }
    key = (one.match.id, one.match.record.stage or "")
    made = change.ensure(kind.name, key, values, space=change.office_space, root=one.case.root)
    if made.seal is not None:
        change.seal(made.id, None)
    return made.id == record


def _again(change: Change, record: str, one: NextStep, due: dt.date) -> bool:
    """Somebody ticked the task off, and the suggestion is still open: it is looked at again."""
    change.update(
        one.match.id,
        {
            "next_on": due.isoformat(),
            "next_person": one.match.record.next_person or change.person,
            "next_office": one.office,
        },
    )
    return _renew(change, record, one)


def _take_over(change: Change, record: str, one: NextStep, typed: dict[str, str]) -> bool:
    """The day or the person that somebody wrote into the task are those of the suggestion."""
    values = {
        "next_on": typed.get("due") or one.due.isoformat(),
        "next_person": typed.get("person", one.person) or None,
        "next_office": one.office,
    }
    change.update(one.match.id, values)
    return _renew(change, record, one)


def _renew(change: Change, record: str, before: NextStep) -> bool:
    one = step_of(change, change.require(before.match.id, Match))
    if one is None:
        return False
    origin = {"match": one.match.id, "due": one.due.isoformat(), "person": one.person, "title": _title(one)}
    return _ensure(change, record, one, origin, dict(origin))
