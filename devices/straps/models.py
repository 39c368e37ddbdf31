"""Known properties of strap models; connecting does not need them."""

from dataclasses import dataclass
from typing import Final

from devices.message import Message, message

UNKNOWN_LATENCY_S: Final = 1.5
"""Latency for straps that nobody measured: the middle of the measured 0.4 to 2.6 s."""


@dataclass(frozen=True, slots=True)
class StrapModel:
    """A model of strap.

    Parameters
    ----------
    name : str
        Common name; empty for a strap that is not in the table.
    name_prefixes : tuple of str
        Beginnings of its advertised name, in lower case.
    model_numbers : tuple of str
        Model numbers in its Device Information, in lower case.
    latency_s : float
        Median time from a heart beat to the notification that carries its RR interval.
    sends_beats : bool
        Whether its RR intervals are true beat intervals; those of optical bands are smoothed or missing.
    sends_acceleration, sends_ecg : bool
        Whether it sends acceleration and ECG over the manufacturer's protocol.
    quirk : Message or None
        One sentence with advice for the person, or None.
    """

    name: str = ""
    name_prefixes: tuple[str, ...] = ()
    model_numbers: tuple[str, ...] = ()
    latency_s: float = UNKNOWN_LATENCY_S
    sends_beats: bool = True
    sends_acceleration: bool = False
    sends_ecg: bool = False
    quirk: Message | None = None


_OPTICAL: Final = message("strap.optical")
_ONE_LINK: Final = message("strap.one_link")

MODELS: Final = (
    StrapModel(
        "Polar H10",
        ("polar h10",),
        ("h10",),
        2.6,
        sends_acceleration=True,
        sends_ecg=True,
        quirk=message("strap.second_link"),
    ),
    StrapModel("Polar H9", ("polar h9",), ("h9",), 2.6, quirk=_ONE_LINK),
    StrapModel("Polar H7", ("polar h7",), ("h7",), 2.6, quirk=_ONE_LINK),
    StrapModel("Polar OH1", ("polar oh1",), ("oh1",), sends_beats=False, quirk=_OPTICAL),
    StrapModel("Polar Verity Sense", ("polar sense",), ("verity sense",), sends_beats=False, quirk=_OPTICAL),
    StrapModel("Garmin HRM-Dual", ("hrm-dual",), latency_s=0.7),
    StrapModel("Garmin HRM-Pro", ("hrm-pro",), latency_s=0.7),
    StrapModel("Movesense", ("movesense",), latency_s=0.4),
    StrapModel("Suunto Smart Sensor", ("suunto smart",), latency_s=0.4),
    StrapModel("Wahoo TICKR FIT", ("tickr fit",), sends_beats=False, quirk=_OPTICAL),
    StrapModel("Wahoo TRACKR", ("trackr", "wahoo trackr"), latency_s=2.1),
    StrapModel("Wahoo TICKR", ("tickr", "wahoo tickr"), latency_s=2.1),
    StrapModel("Scosche Rhythm", ("rhythm",), sends_beats=False, quirk=_OPTICAL),
    StrapModel(
        "WHOOP",
        ("whoop",),
        sends_beats=False,
        quirk=message("strap.milliseconds"),
    ),
)
"""Latencies of the Polar H10, HRM-Dual, Movesense and TRACKR were measured against an ECG: Physiological
Measurement 46(8) 085001 (2025). Straps of one manufacturer with the same electronics have the same value."""

UNKNOWN_MODEL: Final = StrapModel()


def find_model(strap_name: str, model_number: str = "") -> StrapModel:
    """Find a strap in the table.

    Parameters
    ----------
    strap_name : str
        As advertised.
    model_number : str
        From the strap's Device Information, if known; it takes precedence, because names can be changed.

    Returns
    -------
    StrapModel
        `UNKNOWN_MODEL` for a strap that is not in the table.
    """
    number, name = model_number.strip().lower(), strap_name.strip().lower()
    by_number = (model for model in MODELS if number in model.model_numbers)
    by_name = (model for model in MODELS if name.startswith(model.name_prefixes))
    return next(by_number, None) or next(by_name, UNKNOWN_MODEL)
