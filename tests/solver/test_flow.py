"""Flows against networkx, and the order in which arcs are preferred against everything that can be tried."""

from itertools import product

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from solver.flow import Flow

ENDS = st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda ends: ends[0] != ends[1])


@given(arcs=st.dictionaries(ENDS, st.integers(1, 9), max_size=14))
def test_that_as_much_flows_as_networkx_finds(arcs: dict[tuple[int, int], int]) -> None:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(6))
    network = Flow()
    nodes = [network.node() for _ in range(6)]
    for (tail, head), capacity in arcs.items():
        graph.add_edge(tail, head, capacity=capacity)
        network.connect(nodes[tail], nodes[head], capacity)
    assert network.send(nodes[0], nodes[5]) == nx.maximum_flow_value(graph, 0, 5)


@given(
    limits=st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from("xy")), st.integers(1, 3)),
    at_source=st.tuples(st.integers(0, 4), st.integers(0, 4)),
    at_sink=st.tuples(st.integers(0, 4), st.integers(0, 4)),
)
def test_that_arcs_are_preferred_in_order_and_the_total_stays(
    limits: dict[tuple[str, str], int], at_source: tuple[int, int], at_sink: tuple[int, int]
) -> None:
    sources, sinks = dict(zip("ab", at_source, strict=True)), dict(zip("xy", at_sink, strict=True))
    network = Flow()
    source, sink, *others = (network.node() for _ in range(6))
    node = dict(zip("abxy", others, strict=True))
    for name, capacity in sources.items():
        network.connect(source, node[name], capacity)
    arcs = {ends: network.connect(node[ends[0]], node[ends[1]], limit) for ends, limit in limits.items()}
    last = {name: network.connect(node[name], sink, capacity) for name, capacity in sinks.items()}
    total = network.send(source, sink)
    for arc in (*last.values(), *arcs.values()):
        network.maximise(arc)
    found = [network.amount[arc] for arc in (*last.values(), *arcs.values())]
    possible = []
    for amounts in product(*(range(limit + 1) for limit in limits.values())):
        by_arc = dict(zip(limits, amounts, strict=True))
        spent = {name: sum(amount for (tail, _), amount in by_arc.items() if tail == name) for name in sources}
        paid = {name: sum(amount for (_, head), amount in by_arc.items() if head == name) for name in sinks}
        if all(spent[each] <= sources[each] for each in spent) and all(paid[each] <= sinks[each] for each in paid):
            possible.append([sum(amounts), *paid.values(), *amounts])
    assert [total, *found] == max(possible)
