"""Members made when they are first asked for: of a thousand rows a window shows forty."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar, overload

Made = TypeVar("Made")


class Lazily(Sequence[Made]):
    """A sequence that knows how many members it has, and makes each once. It equals every sequence of equal ones."""

    def __init__(self, count: int, make: Callable[[int], Made]) -> None:
        self._make = make
        self._made: list[Made | None] = [None] * count

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, index: int) -> Made: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Made, ...]: ...

    def __getitem__(self, index: int | slice) -> Made | tuple[Made, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        made = self._made[index]
        if made is None:
            made = self._made[index] = self._make(index % len(self))
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(tuple(self))


class Named(Lazily[Made], Generic[Made]):
    """Members that are also found by name, in the order of the names."""

    def __init__(self, names: Iterable[str], make: Callable[[int], Made]) -> None:
        self.names = tuple(names)
        self.number: Mapping[str, int] = {name: number for number, name in enumerate(self.names)}
        super().__init__(len(self.names), make)

    def of(self, name: str | None) -> Made | None:
        """The member of a name; None where there is none."""
        number = self.number.get(name) if name is not None else None
        return None if number is None else self[number]


class Stacked(Named[Made]):
    """Equally high rows below each other, with or without others between them.

    tops: where each begins. height: of each.
    """

    def __init__(self, names: Iterable[str], make: Callable[[int], Made], tops: Sequence[float], height: float) -> None:
        super().__init__(names, make)
        self._tops = tops
        self._height = height

    def between(self, top: float, bottom: float) -> tuple[Made, ...]:
        """Those of which a part lies between two heights; no other is made."""
        return self[bisect_right(self._tops, top - self._height) : bisect_right(self._tops, bottom)]
