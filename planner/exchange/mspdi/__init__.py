"""Microsoft Project's XML (MSPDI): plans and external views as projects, and projects back into plans.

A project (``project``) is a value. ``from_plan`` makes one of all that Project can hold of a State, ``from_view`` one
of what may leave the house and of nothing else; ``writer`` and ``reader`` know the elements; ``to_plan`` makes a State.

What a project holds: name, customer, currency, period, the working days of the plan and its regions, freezes, phases
with all their fields and options, links, partners, pins, and of schedule and baseline the dates, options and claims of
phases that the plan has, all between 1990 and 2049. Orders become those of the phases, days of calendars are sorted,
and a pin to nothing is none (``held``). Read alone, a project brings no credits, so claims are left out; read into its
plan it changes nothing, also where Project cut custom texts at 255 characters. What was really done
(actuals) is not written yet, and stays as it is in the plan.
"""

NAMESPACE = "http://schemas.microsoft.com/project"
