"""Everything that is wrong is a value: what, how badly, where, in words, and what to do."""

from typing import Literal

from planner.value import Value

Severity = Literal["error", "warning", "note"]
Kind = Literal["fault", "readiness"]


class Finding(Value, frozen=True, kw_only=True):
    """Something wrong with a plan or its schedule.

    code: which check, in capitals. kind: a fault breaks a rule or the schedule; readiness says what still keeps the
    plan from being credible to those who fund it.
    place: what it is about, from the kind of thing to its identifiers, as ``("claim", "M05", "MV1")``.
    rules: the codes of the claim rules that are broken, the leading one first; empty unless a claim is wrong.
    """

    code: str
    kind: Kind
    severity: Severity
    place: tuple[str, ...]
    sentence: str
    remedy: str = ""
    rules: tuple[str, ...] = ()
