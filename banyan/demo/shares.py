"""How a total is shared out: whole numbers that add up to it exactly."""

from collections.abc import Hashable, Mapping
from random import Random
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def shared_out(total: int, weights: Mapping[K, float]) -> dict[K, int]:
    """Shares in proportion to the weights by largest remainder; they add up to the total."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    shares = {key: int(value) for key, value in exact.items()}
    missing = total - sum(shares.values())
    by_remainder = sorted(exact, key=lambda key: (shares[key] - exact[key], str(key)))
    for key in by_remainder[:missing]:
        shares[key] += 1
    return shares


def uneven(chance: Random, keys: list[K]) -> dict[K, float]:
    """Weights that differ as villages do: some large, some small, none empty."""
    return {key: chance.uniform(0.4, 1.9) for key in keys}
