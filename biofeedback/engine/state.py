"""What a view needs to know at one moment; immutable."""

from dataclasses import dataclass, field
from enum import StrEnum

from biofeedback.beats.beats import Beat
from biofeedback.breathing.chest.cycles import BreathLabel
from biofeedback.breathing.chest.witnesses.sign import WEAK_WITNESSES, InhaleKnownBy
from biofeedback.breathing.course import BreathCourse
from biofeedback.breathing.rate import RateSource
from biofeedback.coaching.following import Following
from biofeedback.engine.figures import Figure
from biofeedback.engine.parts import BeforeAfter
from biofeedback.engine.programme_step import ProgrammeStep
from biofeedback.pacing.guide import Guide
from biofeedback.response.figure_history import Change
from biofeedback.response.rsa import BreathTimes, GuidedBreath
from devices.events import HeardStrap, LinkState, Part
from devices.guided_spans import GuidedTime
from devices.message import Message
from devices.streams import Measurement


class Signal(StrEnum):
    """Quality of the heart signal."""

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
class MeasuredBreath:
    """One whole breath as the person breathed it.

    Parameters
    ----------
    begin_s, turn_s, end_s : float
        Its three turns on the session's clock: inhale onset, exhale onset, next inhale onset. If
        `exhale_to_inhale` is None, inhale and exhale may be the other way round.
    exhale_to_inhale : float or None
        None if it is not known which half is the inhale, or if the breath was disturbed.
    relative_depth : float or None
        Depth compared with the person's own usual breath; None until a usual breath is known.
    label : BreathLabel
        Breaths that are not normal are shown but not counted.
    confidence : float
        0 to 1: how precisely the times of its turns are known, relative to its length.
    inhale_known_by : InhaleKnownBy or None
        What showed which half is the inhale; None if that is not known.
    """

    begin_s: float
    turn_s: float
    end_s: float
    exhale_to_inhale: float | None
    relative_depth: float | None
    label: BreathLabel
    confidence: float
    inhale_known_by: InhaleKnownBy | None = None

    @property
    def is_witnessed(self) -> bool:
        """Whether inhale and exhale are known well enough to judge how a person breathes."""
        return self.exhale_to_inhale is not None and self.inhale_known_by not in WEAK_WITNESSES


@dataclass(frozen=True, slots=True)
class Breathing:
    """Breathing as measured, without the guide.

    Parameters
    ----------
    rate : Figure
        Breaths per minute; its half width is that of the 90 % interval. If it is not known, it says why.
    ratio : Figure
        Exhale:inhale, median of the last three normal breaths.
    position : float or None
        Where the lungs are now: 0 is empty, 1 is as full as usual for this person; None if unsure.
    inhaling : bool or None
        Whether the person inhales now; None if unsure.
    course : BreathCourse or None
        The predicted course of the present breath. It gives the position at any time in the second after the
        state's. None if unsure.
    exhale_to_inhale : float or None
        Ratio of the last breath; None if it is not known.
    recent_breaths : tuple of MeasuredBreath
        The last 12 breaths, oldest first; the times of the newest may still change.
    source : RateSource or None
        What the rate is measured from; None if there is no rate.
    moving : bool
        Whether the body moves, so that breathing can't be measured.
    following : Following or None
        How the breaths compare with the guide, with advice; None while the guide does not run.
    """

    rate: Figure
    ratio: Figure
    position: float | None
    inhaling: bool | None
    course: BreathCourse | None
    exhale_to_inhale: float | None
    recent_breaths: tuple[MeasuredBreath, ...]
    source: RateSource | None
    moving: bool
    following: Following | None


@dataclass(frozen=True, slots=True)
class State:
    """The session at one moment.

    Parameters
    ----------
    time_s : float
        Time since the session's start.
    practised_s : float
        Time with the guide or a programme running.
    guided : GuidedTime
        When the guide ran.
    part : Part
        The present part of the session: ordinary breathing before or after, or the practice.
    part_s : float
        How long it has lasted.
    step : ProgrammeStep or None
        The step of the programme; None without a programme, and after its end.
    before_after : BeforeAfter
        What ordinary breathing before and after shows, as far as it is known.
    link : LinkState
        The connection.
    link_message : Message or None
        A message about the connection for the person, with advice; None if there is nothing to say.
    strap_name : str
        The advertised name; empty until a strap is found.
    strap_address : str
        The address; empty until a strap is found.
    latency_s : float
        How late the strap's beats arrive, as known for its model.
    heard_straps : tuple of HeardStrap
        The straps that the last search found, if there were several; the strongest first.
    stream_message : Message or None
        Why a stream of the strap does not run, shown for half a minute; None if there is nothing to say.
    streams : tuple of Measurement
        The streams that run.
    battery_percent : int or None
        Battery level of the strap.
    signal : Signal
        Quality of the heart signal.
    warnings : tuple of Message
        Why the strap can't be trusted, each reason with advice, as in an analysis; the most severe first.
    guide : Guide
        The guide; it gives the position at any time not before `time_s`.
    figures : Figures
        The live figures.
    change : Change
        The response now, compared with the first minutes at the same pace.
    beats : tuple of Beat
        The beats of the last 75 s, oldest first.
    breaths : tuple of GuidedBreath
        The last 24 guided breaths that could be judged, oldest first; each says if its times are measured.
    breathing : Breathing
        Breathing as it is measured.
    response_by : BreathTimes
        Which breaths the present figures of the response use: the person's own, or the guide's.
    beat_count : int
        Number of intervals received so far.
    unreadable_count : int
        Number of notifications that could not be decoded.
    """

    time_s: float
    practised_s: float
    guided: GuidedTime
    part: Part
    part_s: float
    step: ProgrammeStep | None
    before_after: BeforeAfter
    link: LinkState
    link_message: Message | None
    strap_name: str
    strap_address: str
    latency_s: float
    heard_straps: tuple[HeardStrap, ...]
    stream_message: Message | None
    streams: tuple[Measurement, ...]
    battery_percent: int | None
    signal: Signal
    warnings: tuple[Message, ...]
    guide: Guide
    figures: Figures
    change: Change
    beats: tuple[Beat, ...] = field(repr=False)
    breaths: tuple[GuidedBreath, ...] = field(repr=False)
    breathing: Breathing
    response_by: BreathTimes
    beat_count: int
    unreadable_count: int
