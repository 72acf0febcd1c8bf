"""What was found before, kept for as long as it is asked for: the least recently asked goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")


class Memory(Generic[Question, Answer]):
    """Answers by what they depend on, no more than a number of them; window and workers may ask at the same time.

    Unlike ``functools.lru_cache`` it leaves to whoever asks whether an answer is worth keeping.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Question, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, question: Question) -> Answer | None:
        """The answer, or None where there is none any more."""
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
            return self._answers.get(question)

    def keep(self, question: Question, answer: Answer) -> None:
        """Keep an answer that nobody changes any more."""
        with self._lock:
            self._answers[question] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
