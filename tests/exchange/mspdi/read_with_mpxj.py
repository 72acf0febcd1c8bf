"""Prints what MPXJ finds in projects, as JSON: run by ``test_other_reader`` in a process of its own."""

import json
import sys
from typing import Any

import jpype
import mpxj  # noqa: F401 - tells jpype where its classes are


def text(value: object) -> str | None:
    return None if value is None else str(value)


def main() -> None:
    jpype.startJVM("-Xmx512m")
    print(json.dumps([found_in(file) for file in sys.argv[1:]]))  # noqa: T201 - the test reads it


def found_in(file: str) -> dict[str, Any]:
    project: Any = jpype.JClass("org.mpxj.reader.UniversalProjectReader")().read(file)
    hours: Any = jpype.JClass("org.mpxj.TimeUnit").HOURS
    properties = project.getProjectProperties()
    tasks, worked, done = {}, {}, {}
    for task in project.getTasks():
        uid = str(task.getUniqueID())
        if uid == "0":
            continue
        duration, cost = task.getDuration(), task.getCost()
        calendar = task.getCalendar() or project.getDefaultCalendar()
        dated = task.getStart() is not None
        tasks[uid] = {
            "name": text(task.getName()) or "",
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
        if task.getActualStart() is not None:
            percent = task.getPercentageComplete()
            told = None if percent is None else float(percent)
            done[str(task.getName())] = [text(task.getActualStart()), text(task.getActualFinish()), told]
        if dated:
            worked[uid] = float(calendar.getWork(task.getStart(), task.getFinish(), hours).getDuration())
    return {
        "ignored": [str(error) for error in project.getIgnoredErrors() or ()],
        "tasks": tasks,
        "done": done,
        "status date": text(properties.getStatusDate()),
        "worked": worked,
        "resources": {
            str(each.getName()): max(float(period.getUnits()) for period in each.getAvailability()) / 100
            for each in project.getResources()
        },
        "assignments": [str(each.getTask().getName()) for each in project.getResourceAssignments()],
        "fields": [[str(each.getAlias()), str(each.getFieldType().name())] for each in project.getCustomFields()],
    }


if __name__ == "__main__":
    main()
