"""What could be asked for, as the brief takes it from whoever ranks it; the brief itself ranks nothing."""

from datetime import date
from typing import NamedTuple


class RankedAsk(NamedTuple):
    """A request that may be put to the other side, in the order in which to put it.

    title: what is relaxed, in short. request: the words to say or write. reason: why, in matters of delivery alone.
    gain: what the best schedule claims more with it. is_proven: whether no schedule gains more. by: the last
    responsible day to ask; None where none is known.
    """

    title: str
    request: str
    reason: str
    gain: int
    is_proven: bool = False
    by: date | None = None
