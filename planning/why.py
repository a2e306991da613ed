"""Why an initiative stands where it stands, or nowhere: read off the plan, limit by limit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.planning import Bound, Initiative
from domain.project import Activity, Project, Starts
from planning import reasons
from planning.building import PEOPLE, Draft
from planning.greedy import Remaining


@dataclass(frozen=True, slots=True)
class Reason:
    """What decided, and how to say it."""

    bound_by: Bound
    text: str


class Why:
    """The reasons of one plan. Everything is said with the rest of the plan as it is."""

    def __init__(self, draft: Draft, project: Project, starts: Starts) -> None:
        self.draft, self.project, self.starts = draft, project, starts
        self.activities: Mapping[str, Activity] = {a.id: a for a in project.activities}

    def here(self, initiative: Initiative) -> Reason:
        """Why it starts when it does, and not a quarter earlier."""
        activity, begin = self.activities[initiative.id], self.starts[initiative.id]
        if initiative.id in self.draft.under_way:
            return Reason("start", reasons.UNDER_WAY)
        if activity.first_start == activity.last_start:
            return Reason("rule", reasons.LOCKED)
        if begin == 0:
            return Reason("start", reasons.AT_ONCE)
        beside = self._beside(initiative.id)
        ready = beside.ready(activity)
        if ready == begin:
            return self._waits(activity, begin)
        lacking = list(beside.lacking(activity, begin - 1))
        if lacking:
            reason = self._lacks(lacking, reasons.EARLIER)
            return replace(reason, text=f"{reasons.WAITS[reason.bound_by]} {reason.text}")
        return Reason("choice", reasons.NO_HURRY)

    def earlier(self, initiative: Initiative) -> Iterator[str]:
        """What stands against each earlier start, the nearest quarter first, as far as the first
        in which only something else that has to be done first stands against it."""
        activity, begin = self.activities[initiative.id], self.starts[initiative.id]
        beside = self._beside(initiative.id)
        ready = beside.ready(activity) or 0
        for earlier in range(begin - 1, ready - 1, -1):
            when = self.draft.scenario.start.plus(earlier)
            lacking = list(beside.lacking(activity, earlier))
            free = Reason("choice", reasons.possible_from(when))
            yield (self._lacks(lacking, reasons.to_start(when)) if lacking else free).text
        if ready > 0 and activity.first_start < ready:
            yield reasons.not_earlier(self.draft.scenario.start.plus(ready), self._last(activity))

    def _last(self, activity: Activity) -> list[Initiative]:
        """What is over last of all that it waits for."""
        names = self.draft.selection.initiatives
        ready = self._beside(activity.id).ready(activity)
        return [
            names[name]
            for name, start in self.starts.items()
            if start + self.activities[name].duration == ready and self.needs(activity, name)
        ]

    def left_out(self, initiative: Initiative) -> Reason:
        """Why it has no place."""
        activity = self.activities.get(initiative.id)
        if activity is None:
            return Reason("rule", reasons.EXCLUDED)
        beside = self._beside(initiative.id)
        ready = beside.ready(activity)
        if ready is None:
            return Reason("prerequisite", self._never_ready(activity))
        possible = list(beside.starts(activity))
        if not possible:
            return Reason("horizon", self._too_late(activity, ready))
        lacking = {begin: list(beside.lacking(activity, begin)) for begin in possible}
        if not all(lacking.values()):
            return Reason("choice", reasons.NOT_WORTH_IT)
        best = min(possible, key=lambda t: (sum(amount for _, amount, _ in lacking[t]), t))
        when = self.draft.scenario.start.plus(best)
        return self._lacks(lacking[best], reasons.at_best(when))

    def _beside(self, name: str) -> Remaining:
        others = {each: begin for each, begin in self.starts.items() if each != name}
        return Remaining(self.project, others)

    def _waits(self, activity: Activity, begin: int) -> Reason:
        if activity.first_start == begin:
            return Reason("rule", reasons.NOT_BEFORE)
        return Reason("prerequisite", reasons.after(self._last(activity)))

    def needs(self, activity: Activity, name: str) -> bool:
        """Whether an activity waits for another, by name or by a level that the other brings."""
        return name in activity.after or any(
            name in group for m in activity.needs for group in self.project.milestones[m]
        )

    def _never_ready(self, activity: Activity) -> str:
        everything = {i.id: i for i in self.draft.catalogue.initiatives}
        missing = [everything[name] for name in activity.after if name not in self.starts]
        if missing:
            return reasons.needs(missing)
        beside = self._beside(activity.id)
        names = {c.id: c.name for c in self.draft.framework.capabilities()}
        wanted = [m.split("@") for m in activity.needs if beside.reached(m) is None]
        return reasons.builds_on((names[capability], int(level)) for capability, level in wanted)

    def _too_late(self, activity: Activity, ready: int) -> str:
        start = self.draft.scenario.start.plus(ready)
        rule = self.draft.scenario.rule_of(activity.id)
        end = self.draft.scenario.end
        last = reasons.decided_end(rule.done_by) if rule.done_by else reasons.plan_end(end)
        awaited = self._last(activity)
        return reasons.too_late(start, awaited, activity.duration, last)

    def _lacks(self, lacking: list[tuple[str, int, int | None]], opening: str) -> Reason:
        currency = self.draft.scenario.currency
        money = {int(name): amount for name, amount, period in lacking if period is None}
        if money:
            return Reason("budget", f"{opening} {reasons.money(money, currency)}.")
        name, amount, period = max(lacking, key=lambda each: each[1])
        when = self.draft.scenario.start.plus(period or 0)
        kind, who = name.split(" ", 1)
        if kind == PEOPLE:
            return Reason("people", f"{opening} {reasons.people(who, amount / 100, when)}.")
        return Reason("change", f"{opening} {reasons.change(who, amount / 100, when)}.")
