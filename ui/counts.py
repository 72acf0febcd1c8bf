"""The words at the foot of the window."""

from ui.derived import Derived
from ui.wording import counted, day


def counts_words(derived: Derived) -> str:
    """What the rollout holds, and whether it holds."""
    plan = derived.state.plan
    faults = sum(finding.kind == "fault" for finding in derived.findings)
    held = ((plan.phases, "phase"), (plan.credits, "credit"), (plan.partners, "partner"))
    words = [counted(len(parts), noun) for parts, noun in held]
    if derived.schedule.assignments:
        words.append(f"{counted(faults, 'rule')} broken" if faults else "no rule broken")
    else:
        words.append("no schedule yet")
    if plan.status_date is not None:
        words.append(f"status of {day(plan.status_date)}")
    return " · ".join(words)
