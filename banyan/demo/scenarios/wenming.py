"""`wenming`: one township of 207 people away, laid out around the day it is loaded, built through the actions."""

from collections.abc import Callable


def load_wenming(*, seed: int, scenario: str, say: Callable[[str], None]) -> None:
    raise NotImplementedError
