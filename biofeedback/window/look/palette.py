"""Colours of the window: the contrast is at least 4.5:1 for text and 3:1 for what carries meaning."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme. Its accents are by Okabe and Ito, so people with any colour vision can distinguish them.

    Blue is the guide, amber (vermilion on white) is what is measured, and green is the response.

    Parameters
    ----------
    window, card : str
        Backgrounds, as #RRGGBB like all other colours.
    text, quiet : str
        Text, and text that should not attract attention.
    line : str
        Rings and grid, which are decoration only.
    guide, guide_low, guide_high, guide_ring, guide_past, guide_line : str
        The guide: its edge, its body from the middle outwards, the ring to which it shrinks, its past behind
        the heart rate, and the outline of that past.
    heart, breath : str
        Heart rate; the measured breath.
    response, response_newest, usual : str
        Response to a breath, response to the newest breath, and the band of usual responses.
    good, waiting, bad : str
        State of the signal; words beside it always say the same.
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
    guide_line: str
    heart: str
    breath: str
    response: str
    response_newest: str
    usual: str
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
    guide_past="#1B2B36",
    guide_line="#3F7796",
    heart="#E69F00",
    breath="#E69F00",
    response="#07835F",
    response_newest="#2FC596",
    usual="#27323A",
    good="#2FC596",
    waiting="#E69F00",
    bad="#E8703A",
)

LIGHT: Final = Palette(
    window="#EEF1F2",
    card="#FBFCFC",
    text="#1A242C",
    quiet="#515E68",
    line="#D3DBE0",
    guide="#0072B2",
    guide_low="#E2EEF5",
    guide_high="#BFDCEC",
    guide_ring="#9CC3DA",
    guide_past="#E3EEF5",
    guide_line="#5F93B5",
    heart="#B34E00",
    breath="#A84900",
    response="#159C75",
    response_newest="#00664A",
    usual="#E1E7EA",
    good="#00795A",
    waiting="#8F6000",
    bad="#B8400A",
)
