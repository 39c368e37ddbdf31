"""Mutations by chance, for where no coverage guides them."""

from collections.abc import Iterator
from random import Random

from tests.fuzz.corpus import INPUTS

MOST_BYTES = 512


def mutated_inputs(seed: int) -> Iterator[bytes]:
    """Inputs without end, each from a valid one by up to eight changes; the same for the same seed."""
    chance = Random(seed)
    while True:
        data = bytearray(chance.choice(INPUTS))
        for _ in range(chance.randint(1, 8)):
            _change(data, chance)
        yield bytes(data[:MOST_BYTES])


def _change(data: bytearray, chance: Random) -> None:
    place = chance.randrange(len(data) + 1)
    match chance.randrange(6):
        case 0:
            data[place : place + 1] = chance.randbytes(1)
        case 1:
            data[place:place] = chance.randbytes(chance.randint(1, 40))
        case 2:
            del data[place : place + chance.randint(1, 8)]
        case 3:
            del data[place:]
        case 4:
            data[place : place + 1] = chance.choice((b"\x00", b"\x01", b"\x7f", b"\x80", b"\xff", b"\xf0"))
        case 5:
            data[place:place] = chance.choice(INPUTS)
