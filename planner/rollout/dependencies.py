"""Links between phases."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from planner.value import Lag, Value

if TYPE_CHECKING:
    import networkx as nx

DependencyType = Literal["FS", "SS", "FF", "SF"]


class Dependency(Value, frozen=True, kw_only=True):
    """The successor waits for the predecessor.

    type: ``FS`` start after finish, ``SS`` start after start, ``FF`` finish after finish, ``SF`` finish after start.
    lag: working days between the two, counted in the successor's calendar; negative lets them overlap.
    """

    predecessor: str
    successor: str
    type: DependencyType = "FS"
    lag: Lag = 0


def network(phases: Iterable[str], dependencies: Iterable[Dependency]) -> "nx.DiGraph[str]":
    """The phases as a frozen directed graph, with an arrow from predecessor to successor for each linked pair."""
    import networkx as nx  # noqa: PLC0415 - it takes a tenth of a second, and reading a plan does not need it

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(phases)
    graph.add_edges_from((link.predecessor, link.successor) for link in dependencies)
    nx.freeze(graph)
    return graph
