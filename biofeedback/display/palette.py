"""Colours of the window: contrast at least 4.5:1 for text and 3:1 for what carries meaning."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme; accents are Okabe and Ito's, told apart with any colour vision.

    Parameters
    ----------
    window, card : str
        Backgrounds, as #RRGGBB like all others.
    text, quiet : str
        Text, and text that should not call.
    line : str
        Rings and grid: decoration, nothing depends on seeing it.
    guide, guide_low, guide_high, guide_ring, guide_past : str
        The guide: its edge, its body from the middle outwards, the ring that it shrinks to, its past behind
        the heart rate.
    heart, response, response_newest : str
        Heart rate; response to a breath, and to the newest one.
    good, waiting, bad : str
        Signal; always beside words that say the same.
    """

    window: str
    card: str
    text: str
    quiet: str
    line: str
    guide: str
    guide_low: str
    guide_high: str
    guide_ring: str
    guide_past: str
    heart: str
    response: str
    response_newest: str
    good: str
    waiting: str
    bad: str


DARK: Final = Palette(
    window="#0F1519",
    card="#161E24",
    text="#E8EEF2",
    quiet="#9AA7B1",
    line="#2A353D",
    guide="#56B4E9",
    guide_low="#1B323F",
    guide_high="#2B546B",
    guide_ring="#32566A",
    guide_past="#1E323F",
    heart="#E69F00",
    response="#07835F",
    response_newest="#2FC596",
    good="#2FC596",
    waiting="#E69F00",
    bad="#E8703A",
)
