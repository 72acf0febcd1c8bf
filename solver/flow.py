"""Maximum flow over small networks, with some arcs preferred to others: augmenting paths (Edmonds and Karp, 1972).

Written here because what is wanted is not one maximum flow but the first of all in an order of arcs, which takes a few
more paths through what the flow leaves, and libraries give no such paths back.
"""


class Flow:
    """A network with a flow on it.

    Nodes and arcs are numbered; each arc has a twin, its number with the last bit flipped, that takes back what the arc
    carries. Amounts are integers.
    """

    def __init__(self) -> None:
        self.amount: list[int] = []
        self._room: list[int] = []
        self._head: list[int] = []
        self._out: list[list[int]] = []

    def node(self) -> int:
        """A new node."""
        self._out.append([])
        return len(self._out) - 1

    def connect(self, tail: int, head: int, capacity: int, *, amount: int = 0, least: int = 0) -> int:
        """The number of a new arc that carries an amount already, which may go down to the least."""
        arc = len(self._head)
        self._head += [head, tail]
        self._room += [capacity - amount, amount - least]
        self.amount += [amount, -amount]
        self._out[tail].append(arc)
        self._out[head].append(arc + 1)
        return arc

    def send_along(self, path: list[int], most: int | None = None) -> int:
        """Send what the arcs of a path have room for, and no more than the most; returns how much that was."""
        room, carried = self._room, self.amount
        amount = min(map(room.__getitem__, path))
        amount = amount if most is None else min(amount, most)
        if amount:
            for arc in path:
                room[arc] -= amount
                room[arc ^ 1] += amount
                carried[arc] += amount
                carried[arc ^ 1] -= amount
        return amount

    def send(self, source: int, sink: int, most: int | None = None) -> int:
        """Send as much as ever possible from source to sink, and no more than the most; returns how much that was."""
        sent = 0
        while (most is None or sent < most) and (path := self._path(source, sink)):
            sent += self.send_along(path, None if most is None else most - sent)
        return sent

    def maximise(self, arc: int) -> None:
        """Let the arc carry as much as it can without any change to the total or to arcs maximised before.

        It then keeps its amount: what it takes from others it takes around a circle through itself.
        """
        room = self._room[arc]
        self._room[arc] = self._room[arc ^ 1] = 0
        if room > 0:
            moved = self.send(self._head[arc], self._head[arc ^ 1], room)
            self.amount[arc] += moved
            self.amount[arc ^ 1] -= moved

    def _path(self, source: int, sink: int) -> list[int]:
        """A shortest path of arcs with room; empty if there is none.

        Looked for from the sink on: what could still reach it is mostly little, while a source reaches nearly all.
        """
        leaves_by, reached = {sink: -1}, [sink]
        out, heads, room = self._out, self._head, self._room  # most of the time is spent here
        for node in reached:
            for twin in out[node]:
                if room[twin ^ 1] and heads[twin] not in leaves_by:
                    tail = heads[twin]
                    leaves_by[tail] = twin ^ 1
                    if tail == source:
                        return self._walked(leaves_by, source)
                    reached.append(tail)
        return []

    def _walked(self, leaves_by: dict[int, int], source: int) -> list[int]:
        path = []
        arc = leaves_by[source]
        while arc >= 0:
            path.append(arc)
            arc = leaves_by[self._head[arc]]
        return path
