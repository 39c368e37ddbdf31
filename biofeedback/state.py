"""What a view needs to know at one moment; immutable."""

from dataclasses import dataclass, field
from enum import StrEnum

from biofeedback.figures import Figure
from biofeedback.pacing.guide import Guide
from biofeedback.signals.beats import Beat
from biofeedback.signals.figure_history import Change
from biofeedback.signals.rsa import GuidedBreath
from devices.events import HeardStrap, LinkState
from devices.polar_events import Measurement


class Signal(StrEnum):
    """How well the heart is heard."""

    NO_STRAP = "no strap"
    WAITING = "waiting for beats"
    GOOD = "good"
    DOUBTFUL = "doubtful beats"
    STUCK = "stuck"
    RATE_ONLY = "heart rate only"
    NO_CONTACT = "no contact"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Figures:
    """The live figures."""

    heart_rate: Figure
    rmssd: Figure
    rsa: Figure
    response: Figure
    exhale_less_inhale: Figure
    beats_used: Figure


@dataclass(frozen=True, slots=True)
class State:
    """The session at one moment.

    Parameters
    ----------
    time_s : float
        Since the session's start.
    practised_s : float
        Time with the guide running.
    link : LinkState
        The connection.
    link_message : str
        What the connection has to say to the person, with advice.
    strap_name : str
        As advertised; empty while no strap was found.
    strap_address : str
        Where it is; empty while no strap was found.
    latency_s : float
        How late its beats arrive, by what is known of its model.
    heard_straps : tuple of HeardStrap
        The straps that the last search heard, where there were several; the strongest first.
    stream_message : str
        Why a stream of a Polar strap does not run, for half a minute; empty where nothing needs saying.
    streams : tuple of Measurement
        The streams that run.
    battery_percent : int or None
        Of the strap.
    signal : Signal
        How well the heart is heard.
    warnings : tuple of str
        Why the strap can't be trusted, each with advice, as in an analysis; the most severe first.
    guide : Guide
        The guide; ask it for the position at any time not before `time_s`.
    figures : Figures
        The live figures.
    change : Change
        The response now, compared with the first minutes at the same pace.
    beats : tuple of Beat
        Those of the last 75 s, oldest first.
    breaths : tuple of GuidedBreath
        The last 24 guided breaths that could be judged, oldest first.
    beat_count : int
        Intervals received so far.
    unreadable_count : int
        Notifications whose bytes made no sense.
    """

    time_s: float
    practised_s: float
    link: LinkState
    link_message: str
    strap_name: str
    strap_address: str
    latency_s: float
    heard_straps: tuple[HeardStrap, ...]
    stream_message: str
    streams: tuple[Measurement, ...]
    battery_percent: int | None
    signal: Signal
    warnings: tuple[str, ...]
    guide: Guide
    figures: Figures
    change: Change
    beats: tuple[Beat, ...] = field(repr=False)
    breaths: tuple[GuidedBreath, ...] = field(repr=False)
    beat_count: int
    unreadable_count: int
