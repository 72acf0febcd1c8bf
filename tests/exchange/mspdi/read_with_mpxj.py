"""Prints what MPXJ finds in a project, as JSON: run by ``test_other_reader`` in a process of its own."""

import json
import sys
from typing import Any

import jpype
import mpxj  # noqa: F401 - tells jpype where its classes are


def text(value: object) -> str | None:
    return None if value is None else str(value)


def main() -> None:
    jpype.startJVM("-Xmx512m")
    project: Any = jpype.JClass("org.mpxj.reader.UniversalProjectReader")().read(sys.argv[1])
    hours: Any = jpype.JClass("org.mpxj.TimeUnit").HOURS
    properties = project.getProjectProperties()
    tasks, worked = {}, {}
    for task in project.getTasks():
        uid = str(task.getUniqueID())
        if uid == "0":
            continue
        duration, cost = task.getDuration(), task.getCost()
        calendar = task.getCalendar() or project.getDefaultCalendar()
        dated = task.getStart() is not None
        tasks[uid] = {
            "name": str(task.getName()),
            "start": text(task.getStart()),
            "finish": text(task.getFinish()),
            "hours": None if duration is None else float(duration.convertUnits(hours, properties).getDuration()),
            "cost": None if cost is None else float(cost),
            "deadline": text(task.getDeadline()),
            "constraint": str(task.getConstraintType()),
            "links": sorted(
                [
                    int(link.getPredecessorTask().getUniqueID()),
                    str(link.getType()),
                    float(link.getLag().convertUnits(hours, properties).getDuration()),
                ]
                for link in task.getPredecessors()
            ),
            "baseline": text(task.getBaselineStart()),
        }
        if dated:
            worked[uid] = float(calendar.getWork(task.getStart(), task.getFinish(), hours).getDuration())
    found = {
        "ignored": [str(error) for error in project.getIgnoredErrors() or ()],
        "tasks": tasks,
        "worked": worked,
        "resources": {str(each.getName()): float(each.getMaxUnits()) / 100 for each in project.getResources()},
        "assignments": [str(each.getTask().getName()) for each in project.getResourceAssignments()],
        "fields": [[str(each.getAlias()), str(each.getFieldType().name())] for each in project.getCustomFields()],
    }
    print(json.dumps(found))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
