"""PyJobShop on the same instances: an optional extra, ``pip install -e '.[bench]'``, that nothing else needs."""

import time
from importlib.util import find_spec

from solver.instance import Instance
from solver.makespan.schedule import Placed, Placement, faults, makespan
from solver.makespan.shortest import Shortest
from solver.result import Status
from solver.search import whole_bound

IS_INSTALLED = find_spec("pyjobshop") is not None


def rival(instance: Instance, seconds: float, workers: int) -> Shortest:
    """What PyJobShop finds in the time; building its model counts too.

    Raises RuntimeError where its schedule has a fault, for then the comparison would mean nothing.
    """
    from pyjobshop import Model  # noqa: PLC0415 - an optional extra

    began = time.monotonic()
    model = Model()
    there = {name: model.add_renewable(units, name=name) for name, units in instance.renewables.items()}
    there |= {name: model.add_consumable(units, name=name) for name, units in instance.nonrenewables.items()}
    tasks = {}
    for name, phase in instance.phases.items():
        last = max(mode.starts[-1] for mode in phase.modes)
        tasks[name] = model.add_task(earliest_start=0, latest_start=last, name=name)
        for mode in phase.modes:
            asked = {resource: units for resource, units in (*mode.demands, *mode.uses) if units}
            model.add_mode(tasks[name], [there[each] for each in asked], mode.span, [*asked.values()])
    orders = {"FS": model.add_end_before_start, "SS": model.add_start_before_start}
    for link in instance.links:
        orders[link.type](tasks[link.predecessor], tasks[link.successor], link.lag)
    found = model.solve(time_limit=seconds, display=False, num_workers=workers)
    seconds = time.monotonic() - began
    if not found.best.tasks:
        status: Status = "INFEASIBLE" if found.status.name == "INFEASIBLE" else "UNKNOWN"
        return Shortest(status, None, None, seconds)
    placement = _placement(instance, [(task.mode, task.start) for task in found.best.tasks])
    wrong = faults(instance, placement)
    if wrong:
        raise RuntimeError("\n".join(("The schedule of PyJobShop breaks the rules:", *wrong)))
    bound = whole_bound(found.lower_bound, maximise=False)
    return Shortest("OPTIMAL" if makespan(placement) == bound else "FEASIBLE", placement, bound, seconds)


def _placement(instance: Instance, tasks: list[tuple[int, int]]) -> Placement:
    """Where each phase is, given the numbers of its mode among all modes and of its start."""
    modes = [mode for phase in instance.phases.values() for mode in phase.modes]
    return {name: Placed(modes[mode], start) for name, (mode, start) in zip(instance.phases, tasks, strict=True)}
