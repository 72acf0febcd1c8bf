"""Why a credit that may pay for a phase still pays less than its full share: who took the money, and what frees it.

The verdicts are those of the joint claim rules, asked about the present claims and one more; the others keep theirs.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from msgspec.structs import replace

from planner.funding import claim_rules
from planner.funding.changes import Change
from planner.funding.claim_rules import BrokenRule, Claimed, Delivery, claim_limit, face_value, fundable_cost
from planner.funding.credits import TO_BE_OBTAINED, CombinedCap, Credit, StackingConfirmation
from planner.funding.cures import Situation
from planner.plan import Plan
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment, Claim, Schedule

MOST_NAMED = 4
"""Claims that a sentence names one by one."""


class Paid:
    """The claims of a schedule, looked up once for all losses of a state."""

    def __init__(self, plan: Plan, schedule: Schedule) -> None:
        self.plan = plan
        self.placed = {each.phase: each for each in schedule.assignments}
        self.claims = tuple(claim for claim in schedule.claims if claim.amount > 0)
        self._left: dict[str, dict[str, int]] = {}

    @cached_property
    def by_phase(self) -> Mapping[str, tuple[Claim, ...]]:
        return Claimed(self.plan, {}, self.claims).by_phase

    @cached_property
    def by_credit(self) -> Mapping[str, tuple[Claim, ...]]:
        return Claimed(self.plan, {}, self.claims).by_credit

    @cached_property
    def totals(self) -> Counter[str]:
        """What each credit pays."""
        totals: Counter[str] = Counter()
        for claim in self.claims:
            totals[claim.credit] += claim.amount
        return totals

    def amount(self, phase: str, credit: str) -> int:
        """What the credit pays for the phase."""
        return next((claim.amount for claim in self.by_phase.get(phase, ()) if claim.credit == credit), 0)

    def others(self, phase: str, credit: str) -> tuple[Claim, ...]:
        """What other credits pay for the phase."""
        return tuple(claim for claim in self.by_phase.get(phase, ()) if claim.credit != credit)

    def left(self, credit: Credit) -> Mapping[str, int]:
        """What a credit that pays nothing could still pay for each phase beside the present claims, one at a time."""
        if credit.id not in self._left:
            found = ((name, self._left_on(credit, each)) for name, each in self.placed.items())
            self._left[credit.id] = {name: amount for name, amount in found if amount > 0}
        return self._left[credit.id]

    def _left_on(self, credit: Credit, assignment: Assignment) -> int:
        phase = self.plan.phase[assignment.phase]
        option = phase.option(assignment.option)
        if option is None or not claim_rules.could_be_claimed(self.plan, credit, phase, option):
            return 0
        others = self.others(phase.id, credit.id)
        room = fundable_cost(phase, option) - sum(claim.amount for claim in others)
        amount = min(claim_limit(credit, phase, option), room)
        beside = Claimed(self.plan, {}, (*others, Claim(phase.id, credit.id, 1)))
        is_alone_fine = claim_rules.is_claimable(
            self.plan, credit, Delivery(phase, option, assignment.start, assignment.finish)
        )
        conflicts = (broken for rule in BESIDE for broken in rule(beside))
        return amount if is_alone_fine and not any(conflicts) else 0


BESIDE = (claim_rules.phase_stacking, claim_rules.one_source)


class Contention(NamedTuple):
    """The joint rules and limits that keep a claim from its full share.

    codes: in the order of the field guide. reasons: a sentence for each. cure: what lifts them all, with the other
    claims as they are; None where nothing does.
    """

    codes: tuple[str, ...]
    reasons: tuple[str, ...]
    cure: tuple[Change, ...] | None


class _Trial(NamedTuple):
    """One claim at its full share, beside the present ones. What a rule's cure changes, later rules see.

    others: what other credits pay for the phase. totals: what every other credit pays in all.
    """

    paid: Paid
    credit: Credit
    phase: Phase
    option: DeliveryOption
    run: Assignment
    full: int
    others: tuple[Claim, ...]
    totals: Mapping[str, int]
    left: Mapping[str, int]
    total: int

    @property
    def plan(self) -> Plan:
        return self.paid.plan

    @property
    def claim(self) -> Claim:
        return Claim(self.phase.id, self.credit.id, self.full)

    @property
    def is_first(self) -> bool:
        """Whether the credit pays nothing yet, so that its minimums are still to be reached."""
        return not self.paid.totals[self.credit.id]

    def on_phase(self) -> Claimed:
        """The claims on the phase."""
        return Claimed(self.plan, {}, (*self.others, self.claim))

    def of_all(self) -> Claimed:
        """All claims, those of a credit added up on the phase."""
        totals = (Claim(self.phase.id, credit, amount) for credit, amount in self.totals.items() if amount > 0)
        return Claimed(self.plan, {}, (*totals, Claim(self.phase.id, self.credit.id, self.total)))

    def asked_of_credit(self, change: Change) -> "_Trial":
        return self._replace(credit=replace(self.credit, **{change.field: change.to}))


class _Answer(NamedTuple):
    """What a rule says of a trial: why it fails, what lifts it (None: nothing), and the trial once it is lifted."""

    reason: str
    cure: tuple[Change, ...] | None
    trial: _Trial


_Question = Callable[[_Trial], _Answer | None]


def contention(paid: Paid, situation: Situation, full: int) -> Contention:
    """What keeps the credit from paying the full amount for a phase whose single-claim rules hold."""
    _, credit, (phase, option, start, finish) = situation
    run = Assignment(phase.id, option.id, start, finish)
    totals = {name: amount for name, amount in paid.totals.items() if name != credit.id}
    is_short = not paid.totals[credit.id] and _has_minimums(credit)
    left = {**(paid.left(credit) if is_short else {}), phase.id: full}
    more = full - paid.amount(phase.id, credit.id)
    total = max(_least_total(paid.plan, credit, phase.id, left), paid.totals[credit.id] + more)
    asked = _Trial(paid, credit, phase, option, run, full, paid.others(phase.id, credit.id), totals, left, total)
    answers = {code: answer for code, question in QUESTIONS.items() if (answer := question(asked)) is not None}
    reasons = tuple(answer.reason for answer in answers.values())
    return Contention(tuple(answers), reasons, _cure(asked, answers))


def _has_minimums(credit: Credit) -> bool:
    return credit.minimum_claim > 0 or credit.minimum_seats > 0 or credit.minimum_milestones > 1


def _least_total(plan: Plan, credit: Credit, phase: str, left: Mapping[str, int]) -> int:
    """What a credit pays at least if it pays in full for the phase and reaches its minimums, as far as it can.

    It pays one unit for each phase more that its seats and milestones ask for.
    """
    seats = sorted((plan.phase[other].seats for other in left if other != phase), reverse=True)
    reached = [*accumulate(seats, initial=plan.phase[phase].seats)]
    # A minimum out of reach is lowered to what all phases hold, and then asks for none that holds no seat.
    wanted = min(credit.minimum_seats, reached[-1])
    enough = next(number for number, held in enumerate(reached) if held >= wanted)
    companions = min(max(enough, credit.minimum_milestones - 1), len(seats))
    return max(left[phase] + companions, min(claim_rules.minimum_claim(credit), sum(left.values())))


def _cure(trial: _Trial, answers: Iterable[str]) -> tuple[Change, ...] | None:
    """Ask again one rule after the other, each in the trial that the cures before it leave."""
    changes: list[Change] = []
    for code in answers:
        answer = QUESTIONS[code](trial)
        if answer is None:
            continue
        if answer.cure is None:
            return None
        changes += answer.cure
        trial = answer.trial
    return tuple(changes)


# Limits of one claim


def _phase_cap(trial: _Trial) -> _Answer | None:
    credit = trial.credit
    cap = claim_rules.phase_cap(credit, trial.phase, trial.option)
    if cap is None or cap >= trial.full or credit.phase_cap is None:
        return None
    to = claim_rules.in_letter_currency(credit, trial.full)
    by = to - credit.phase_cap
    sentence = f"Have the cap of {credit.id} for one phase raised by {by:,}, to {to:,}."
    change = Change("PHASECAP", "amount", ("credit", credit.id), "phase_cap", to, by, sentence)
    return _Answer(f"{credit.id} pays at most {cap:,} for one phase.", (change,), trial.asked_of_credit(change))


def _outcome(trial: _Trial) -> _Answer | None:
    match trial.credit.outcome_mode:
        case "scaled":
            return _scaled_outcome(trial)
        case "all_or_nothing":
            return _missed_outcomes(trial)
        case "none":
            return None


def _scaled_outcome(trial: _Trial) -> _Answer | None:
    credit, phase = trial.credit, trial.phase

    def reaches(percent: int) -> bool:
        reached = replace(phase, expected_outcome=percent)
        return claim_rules.share_limit(credit, reached, trial.option) >= trial.full

    percent = phase.expected_outcome
    to = next(each for each in range(percent, 101) if reaches(each))  # the whole outcome reaches any full share
    if to == percent:
        return None
    sentence = f"Bring the outcome expected of {phase.id} from {percent}% to {to}%."
    change = Change("OUTCOME", "amount", ("phase", phase.id), "expected_outcome", to, to - percent, sentence)
    return _Answer(f"{credit.id} pays by outcome, and {percent}% is expected of {phase.id}.", (change,), trial)


def _missed_outcomes(trial: _Trial) -> _Answer | None:
    credit, placed = trial.credit, {**trial.paid.placed, trial.phase.id: trial.run}
    missed = tuple(claim_rules.outcome_missed(credit, placed))
    if not missed:
        return None
    broken = next(claim_rules.outcome(Claimed(trial.plan, placed, (trial.claim,))))
    if any(target.phase not in placed for target in missed):
        return _Answer(broken.sentence, None, trial)
    dates = tuple(
        replace(each, by=max(each.by, placed[each.phase].finish)) if each in missed else each
        for each in credit.outcome_dates
    )
    by = sum((placed[each.phase].finish - each.by).days for each in missed)
    later = ", ".join(f"{phase} by {placed[phase].finish}" for phase in dict.fromkeys(each.phase for each in missed))
    sentence = f"Have {credit.id} ask for later dates: {later}."
    change = Change("OUTCOME", "days", ("credit", credit.id), "outcome_dates", dates, by, sentence)
    return _Answer(broken.sentence, (change,), trial.asked_of_credit(change))


# Who else pays for the phase


def _cost(trial: _Trial) -> _Answer | None:
    """The work costs no more, so whoever pays for it now would have to pay less."""
    limit = fundable_cost(trial.phase, trial.option)
    excess = sum(claim.amount for claim in trial.others) + trial.full - limit
    if excess <= 0:
        return None
    reason = f"{trial.phase.id} costs {limit:,}, of which {_named(trial.others, 'credit')}."
    changes: list[Change] = []
    kept: list[Claim] = []
    totals = dict(trial.totals)
    for claim in sorted(trial.others, key=lambda each: -each.amount):
        cut = min(claim.amount, excess)
        excess -= cut
        if cut:
            changes.append(_pays_less(claim, cut))
        totals[claim.credit] -= cut
        kept.append(Claim(claim.phase, claim.credit, claim.amount - cut))
    if not all(_can_pay_less(trial, change) for change in changes):
        return _Answer(reason, None, trial)
    others = tuple(claim for claim in kept if claim.amount)
    return _Answer(reason, tuple(changes), trial._replace(others=others, totals=totals))


def _pays_less(claim: Claim, cut: int) -> Change:
    sentence = f"Let {claim.credit} pay {cut:,} less for {claim.phase}."
    place = ("claim", claim.phase, claim.credit)
    return Change("COST", "amount", place, "amount", claim.amount - cut, cut, sentence)


def _can_pay_less(trial: _Trial, change: Change) -> bool:
    """Whether the other credit keeps its minimums."""
    _, phase, credit = change.place
    rest = tuple(
        Claim(each.phase, each.credit, change.to if each.phase == phase else each.amount)
        for each in trial.paid.by_credit[credit]
    )
    kept = Claimed(trial.plan, {}, tuple(claim for claim in rest if claim.amount))
    return not any(broken for rule in MINIMUMS for broken in rule(kept))


def _phase_stacking(trial: _Trial) -> _Answer | None:
    broken = _naming(trial, claim_rules.phase_stacking(trial.on_phase()))
    if not broken:
        return None
    others = tuple(claim for claim in trial.others if any(claim.credit in each.credits for each in broken))
    beside = f"{trial.credit.id} pays for no phase beside {_it(others)}"
    reason = f"{_named(others, 'credit')} for {trial.phase.id}, and {beside}."
    change = _ungrouped(trial, "STACK-P", "phase_exclusion_groups", others)
    return _Answer(reason, (change,), trial.asked_of_credit(change))


def _one_source(trial: _Trial) -> _Answer | None:
    broken = _naming(trial, claim_rules.one_source(trial.on_phase()))
    if not broken:
        return None
    others = tuple(claim for claim in trial.others if any(claim.credit in each.credits for each in broken))
    reason = f"One source pays for a phase, and {_named(others, 'credit')} for {trial.phase.id}."
    return _Answer(reason, tuple(_confirmed(trial.credit.id, claim.credit) for claim in others), trial)


def _confirmed(credit: str, other: str) -> Change:
    wanted = StackingConfirmation(credits=(other, credit), document=TO_BE_OBTAINED)
    sentence = f"Get it in writing that {credit} and {other} may pay for the same phase."
    return Change("ONE-SOURCE", "stacking", ("plan",), "stacking_confirmations", wanted, 0, sentence)


# Who else uses the credit, or what it shares


def _cap(trial: _Trial) -> _Answer | None:
    credit = trial.credit
    if not _naming(trial, claim_rules.cap(trial.of_all())):
        return None
    to = claim_rules.in_letter_currency(credit, trial.total)
    by = to - credit.face
    sentence = f"Have {credit.id} raised by {by:,}, to {to:,}."
    change = Change("CAP", "amount", ("credit", credit.id), "face", to, by, sentence)
    used = tuple(claim for claim in trial.paid.by_credit.get(credit.id, ()) if claim.phase != trial.phase.id)
    reason = f"{credit.id} has {face_value(credit):,}"
    reason = f"{reason}, of which {_named(used, 'phase')}." if used else f"{reason} in all."
    return _Answer(reason, (change,), trial.asked_of_credit(change))


def _pool_cap(trial: _Trial) -> _Answer | None:
    if not _naming(trial, claim_rules.pool_cap(trial.of_all())):
        return None
    changes, reasons = [], []
    for combined in trial.plan.combined_caps:
        sharing = _sharing(trial, combined)
        total = sum(claim.amount for claim in sharing) + trial.total
        if combined.id in trial.credit.combined_caps and total > combined.limit:
            by = total - combined.limit
            sentence = f"Have the combined cap {combined.id} raised by {by:,}, to {total:,}."
            changes.append(Change("POOLCAP", "amount", ("cap", combined.id), "limit", total, by, sentence))
            own = trial.paid.totals[trial.credit.id]
            used = (*sharing, Claim("", trial.credit.id, own)) if own else sharing
            taken = f", of which {_named(used, 'credit')}" if used else " in all"
            reasons.append(f"{combined.id} allows {combined.limit:,}{taken}.")
    return _Answer(" ".join(reasons), tuple(changes), trial)


def _sharing(trial: _Trial, combined: CombinedCap) -> tuple[Claim, ...]:
    """What other credits of a combined cap pay in all."""
    return tuple(
        Claim("", credit, amount)
        for credit, amount in trial.totals.items()
        if amount > 0 and combined.id in trial.plan.credit[credit].combined_caps
    )


def _credit_stacking(trial: _Trial) -> _Answer | None:
    broken = _naming(trial, claim_rules.credit_stacking(trial.of_all()))
    if not broken:
        return None
    named = {credit for each in broken for credit in each.credits} - {trial.credit.id}
    others = tuple(Claim("", credit, trial.totals[credit]) for credit in trial.totals if credit in named)
    reason = f"{_named(others, 'credit')}, and {trial.credit.id} is not used beside {_it(others)}."
    change = _ungrouped(trial, "STACK-C", "exclusion_groups", others)
    return _Answer(reason, (change,), trial.asked_of_credit(change))


def _ungrouped(trial: _Trial, code: str, field: str, others: tuple[Claim, ...]) -> Change:
    """The credit without the groups that it shares with others."""
    credit = trial.credit
    shared = {group for claim in others for group in getattr(trial.plan.credit[claim.credit], field)}
    groups = tuple(group for group in getattr(credit, field) if group not in shared)
    where = " for the same phase" if code == "STACK-P" else ""
    names = ", ".join(dict.fromkeys(claim.credit for claim in others))
    sentence = f"Get it agreed that {credit.id} may be used beside {names}{where}."
    return Change(code, "stacking", ("credit", credit.id), field, groups, 0, sentence)


# What the credit asks for at least

MINIMUMS = (claim_rules.minimum_claims, claim_rules.minimum_seats, claim_rules.milestones)


def _minimum_claim(trial: _Trial) -> _Answer | None:
    credit, reached = trial.credit, _left_in_all(trial)
    least_claim = claim_rules.minimum_claim(credit)
    if not _misses(trial, claim_rules.minimum_claims, {trial.phase.id: reached}):
        return None
    to = claim_rules.letter_minimum(credit, reached)
    change = _lower(trial, "MINCLAIM", "minimum_claim", to)
    reason = f"{credit.id} pays nothing below {least_claim:,}, and {reached:,} is all that could be claimed."
    return _Answer(reason, (change,), trial.asked_of_credit(change))


def _minimum_seats(trial: _Trial) -> _Answer | None:
    phases = trial.left
    if not _misses(trial, claim_rules.minimum_seats, phases):
        return None
    seats = {phase: trial.plan.phase[phase].seats for phase in phases}
    change = _lower(trial, "MINSEATS", "minimum_seats", sum(seats.values()))
    listed = ", ".join(f"{phase} {count:,}" for phase, count in list(seats.items())[:MOST_NAMED])
    needs = f"{trial.credit.id} asks for {trial.credit.minimum_seats:,} seats"
    reason = f"{needs}, and what it could pay for holds {sum(seats.values()):,}: {listed}."
    return _Answer(reason, (change,), trial.asked_of_credit(change))


def _milestones(trial: _Trial) -> _Answer | None:
    phases = trial.left
    if not _misses(trial, claim_rules.milestones, phases):
        return None
    change = _lower(trial, "MILESTONES", "minimum_milestones", len(phases))
    needs = f"{trial.credit.id} asks for {trial.credit.minimum_milestones} phases"
    reason = f"{needs}, and could pay for {len(phases)}: {', '.join(list(phases)[:MOST_NAMED])}."
    return _Answer(reason, (change,), trial.asked_of_credit(change))


def _lower(trial: _Trial, code: str, field: str, to: int) -> Change:
    credit, by = trial.credit, getattr(trial.credit, field) - to
    sentence = f"Have the {field.replace('_', ' ')} of {credit.id} lowered by {by:,}, to {to:,}."
    return Change(code, "amount", ("credit", credit.id), field, to, by, sentence)


def _left_in_all(trial: _Trial) -> int:
    """All that is left, within the face and the combined caps of the credit, once these allow the claim."""
    rooms = (
        combined.limit - sum(claim.amount for claim in _sharing(trial, combined))
        for combined in trial.plan.combined_caps
        if combined.id in trial.credit.combined_caps
    )
    return max(trial.total, min(sum(trial.left.values()), face_value(trial.credit), *rooms))


def _misses(trial: _Trial, rule: claim_rules.JointRule, amounts: Mapping[str, int]) -> bool:
    """Whether a credit that pays nothing yet would miss a minimum with these amounts; one that pays keeps them all."""
    if not trial.is_first or not _has_minimums(trial.credit):
        return False
    claims = tuple(Claim(phase, trial.credit.id, amount) for phase, amount in amounts.items() if amount > 0)
    return any(rule(Claimed(trial.plan, {}, claims)))


# Asking and naming


def _naming(trial: _Trial, broken: Iterator[BrokenRule]) -> tuple[BrokenRule, ...]:
    return tuple(each for each in broken if trial.credit.id in each.credits)


def _it(claims: tuple[Claim, ...]) -> str:
    return "it" if len(claims) == 1 else "them"


def _named(claims: Iterable[Claim], field: str) -> str:
    """Who pays how much, the largest first: MV1 pays 17,000 and ME1 5,000; or which phases take how much."""
    amounts: defaultdict[str, int] = defaultdict(int)
    for claim in claims:
        amounts[getattr(claim, field)] += claim.amount
    largest = sorted(amounts.items(), key=lambda each: -each[1])
    named = [f"{name} {amount:,}" for name, amount in largest[:MOST_NAMED]]
    if len(largest) > MOST_NAMED:
        named.append(f"others {sum(amount for _, amount in largest[MOST_NAMED:]):,}")
    verb = "pays" if field == "credit" else "takes"
    named[0] = named[0].replace(" ", f" {verb} ", 1)
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


QUESTIONS: Mapping[str, _Question] = {
    "PHASECAP": _phase_cap,
    "COST": _cost,
    "CAP": _cap,
    "POOLCAP": _pool_cap,
    "STACK-C": _credit_stacking,
    "STACK-P": _phase_stacking,
    "ONE-SOURCE": _one_source,
    "MINCLAIM": _minimum_claim,
    "MINSEATS": _minimum_seats,
    "MILESTONES": _milestones,
    "OUTCOME": _outcome,
}
"""What is asked of each claim, by the code of the rule and in its order."""
