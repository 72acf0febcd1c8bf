"""The tasks of a project that are phases, and who its resources are: how parts of a file meet those of a plan."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from planner.exchange.foreign_file import refuse, shown
from planner.exchange.mspdi.from_plan import internal_project
from planner.exchange.mspdi.project import Project, ProjectTask
from planner.plan import Plan, State
from planner.rollout.phases import RESERVED_OPTIONS

LONGEST_ID = 64
DEEPEST_OUTLINE = 100
LONGEST_IN_PROJECT = 255
"""Characters of a custom text that Project keeps."""


class Row(NamedTuple):
    """A task that is a phase, with its identifier and the name of the summary above it."""

    task: ProjectTask
    phase: str
    above: str


def phase_rows(project: Project) -> Iterator[Row]:
    """The tasks that are phases: no summaries and no freezes. Each knows the summary that it stands under."""
    above: list[ProjectTask] = []
    taken = {task.fields["Phase id"] for task in project.tasks if task.fields.get("Phase id")}
    for task in project.tasks:
        while above and above[-1].level >= task.level:
            above.pop()
        if len(above) > DEEPEST_OUTLINE:
            refuse(f"task {task.uid}", f"The outline is deeper than {DEEPEST_OUTLINE} summaries.", "Make it flatter.")
        if task.is_summary:
            above.append(task)
        elif "Freeze kind" not in task.fields:
            own_id = task.fields.get("Phase id") or _free_id(f"T{task.uid}", taken)
            yield Row(task, own_id, above[-1].name if above else "")


def texts_before(into: State | None) -> Mapping[str, Mapping[str, str]]:
    """The custom fields that the plan would be written with, by phase."""
    if into is None:
        return {}
    return {each.fields["Phase id"]: each.fields for each in internal_project(into).tasks if "Phase id" in each.fields}


def with_whole_texts(row: Row, before: Mapping[str, Mapping[str, str]]) -> Row:
    """The row with texts that Project cut off at its longest as they were; what it shows of them nobody has changed."""
    own = before.get(row.phase, {})
    cut = {
        alias: own[alias]
        for alias, text in row.task.fields.items()
        if len(text) == LONGEST_IN_PROJECT and own.get(alias, "").startswith(text)
    }
    return row._replace(task=row.task._replace(fields={**row.task.fields, **cut})) if cut else row


def _free_id(wished: str, taken: set[str]) -> str:
    name = wished
    while name in taken:
        name = f"{name}x"
    taken.add(name)
    return name


def refuse_repeated(rows: list[Row]) -> None:
    """Refuse a file in which two tasks say that they are the same phase. Raises PlanError."""
    seen: dict[str, Row] = {}
    for row in rows:
        first = seen.setdefault(row.phase, row)
        if first is not row:
            named = f"'{shown(first.task.name)}' and '{shown(row.task.name)}'"
            sentence = f"The tasks {named} have the same phase id, '{shown(row.phase)}'."
            refuse(f"task {row.task.uid}", sentence, "Give one of them another, or none.")


def partner_ids(project: Project, plan: Plan) -> Iterator[tuple[int, str]]:
    """Which partner a resource is: by its identifier, else by the name of one in the plan, else a new one."""
    by_name = {partner.name.casefold(): partner.id for partner in reversed(plan.partners)}
    told_ = {each.fields["Partner id"] for each in project.resources if each.fields.get("Partner id")}
    taken = told_ | set(RESERVED_OPTIONS) | set(plan.partner)
    for resource in project.resources:
        own = resource.fields.get("Partner id")
        known = own or (resource.name if resource.name in plan.partner else by_name.get(resource.name.casefold()))
        yield resource.uid, known or _free_id(resource.name[: LONGEST_ID - 8], taken)


def positions(rows: list[Row]) -> Callable[[Row], tuple[int, int]]:
    """Where each task belongs: at its position, or behind the task before it."""
    found: dict[str, tuple[int, int]] = {}
    last = 0
    for number, row in enumerate(rows):
        text = row.task.fields.get("Position", "")
        last = int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_ID else last
        found[row.phase] = (last, number)
    return lambda row: found[row.phase]


def phases_inside(tasks: tuple[ProjectTask, ...], phases: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
    """The phases of each task: itself, or those under a summary."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    above: list[ProjectTask] = []
    for task in tasks:
        while above and above[-1].level >= task.level:
            above.pop()
        if task.uid in phases:
            for each in (*above, task):
                found[each.uid].append(phases[task.uid])
        if task.is_summary:
            above.append(task)
    return {uid: tuple(names) for uid, names in found.items()}
