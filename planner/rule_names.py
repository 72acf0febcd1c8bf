"""What people call each rule and each check; their codes are for programs, and for those who look one up."""

from collections.abc import Iterable, Mapping

RULE_NAMES: Mapping[str, str] = {
    # of claims
    "SCOPE": "scope",
    "DELIVERY": "delivery by a partner",
    "PARTNER": "approved partner",
    "APPROVAL": "approval",
    "WINDOW": "funding window",
    "POE": "proof of execution",
    "SHARE": "funded share",
    "PHASECAP": "cap per phase",
    "COST": "fundable cost",
    "CAP": "face value",
    "POOLCAP": "combined cap",
    "STACK-C": "credits that exclude each other",
    "STACK-P": "credits that exclude each other on one phase",
    "ONE-SOURCE": "one source per phase",
    "MINCLAIM": "least claim",
    "MINSEATS": "least seats",
    "MILESTONES": "least phases",
    "OUTCOME": "outcome",
    "EXTENSION": "extension",
    # of a schedule
    "ACTUAL": "what has begun",
    "CHANGE-LEAD": "change advisory board",
    "CLAIM-NOT-BEST": "claims below the best",
    "CLAIM-RULE": "claim",
    "DAY-OFF": "day off",
    "DEADLINE": "deadline",
    "DEPENDENCY": "link",
    "DURATION": "duration",
    "EARLIEST-START": "earliest start",
    "FREEZE": "freeze",
    "HORIZON": "horizon",
    "INVALID": "invalid plan",
    "PARTNER-WINDOW": "partner's availability",
    "PIN": "pin",
    "PLAN-START": "first day of the plan",
    "STATUS-DATE": "status date",
    "TEAMS": "partner's teams",
    "UNSCHEDULED": "no dates",
    # of several plans
    "CONTRADICTION": "contradiction between plans",
    "NOT-SHARED": "not shared",
    # of readiness
    "ATTACHMENT-CHANGED": "changed file",
    "ATTACHMENT-MISSING": "missing file",
    "CREDIT-UNREACHED": "credit out of reach",
    "DUE-DATE": "due date",
    "ENGAGE-BY": "engage-by date",
    "ENTITLED-REQUEST": "request for assistance",
    "ENTITLED-SCOPE": "scope of the entitlement",
    "ENTITLED-THRESHOLD": "seats of the entitlement",
    "F-APPROVAL": "approval",
    "F-CONCENTRATION": "concentration of funding",
    "F-ENTITLED": "paid for what comes by right",
    "F-MEASURE": "day of measurement",
    "F-MILESTONE": "milestones",
    "F-OWNED": "seats owned",
    "F-PARTNER": "approved partner",
    "F-PROBLEM": "problem and outcome",
    "F-RATE-LEAK": "figures of the rate",
    "F-SCOPE": "scope of funded work",
    "F-SHARE": "own share",
    "F-SLACK": "days to spare for proof",
    "F-SPONSOR": "sponsor and owner",
    "F-STRINGS": "strings in a letter",
    "F-TARGET": "adoption target",
    "F-WINDOW": "funding window",
    "PAYMENT-RATE": "rate of a payment",
    "QUOTE-COST": "quoted cost",
    "QUOTE-LAPSED": "lapsed quote",
    "QUOTE-RATE": "rate of a quote",
    "REGISTRATION": "deal registration",
    "SEATS": "seats",
    "SOW-BLANK": "statement of work",
    "UNKNOWN-FIELD": "unknown field",
}
"""By code, as it reads within a sentence."""


def rule_name(code: str) -> str:
    """The rule or check of a code as it reads within a sentence."""
    return RULE_NAMES[code]


def rules_listed(codes: Iterable[str]) -> str:
    """Rules one after the other, as at the head of a line."""
    named = ", ".join(map(rule_name, codes))
    return f"{named[:1].upper()}{named[1:]}"
