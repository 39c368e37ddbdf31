"""Defines how a session file stores each event: one JSON object with known keys, types and bounds.

Anything not described here is refused, because no later code checks again. An event's time is stored beside
its object. A field that older versions did not write has a default.
"""

from typing import Annotated, Final, Self

from msgspec import UNSET, Meta, Struct, UnsetType

from devices.breath_pattern import BreathPattern
from devices.events import (
    FloodDropped,
    GuideBegin,
    GuideChanged,
    HeardStrap,
    ImportedInterval,
    ImportedPhase,
    LinkChanged,
    LinkState,
    Marker,
    Part,
    PartChanged,
    Rating,
    RatingMoment,
    StrapsHeard,
    Tick,
)
from devices.steps import InhaleAsked, Measured, StepChanged, StepSound
from devices.streams import Measurement, MeasurementChanged
from devices.wellbeing import Ease, Feeling, FeelingTold, PracticeAnswered, Remedy, SessionNote
from sessions.stored_messages import NOTHING, decode_message, encode_message

RecordedEvent = (
    LinkChanged
    | StrapsHeard
    | MeasurementChanged
    | GuideChanged
    | StepChanged
    | PartChanged
    | Marker
    | Rating
    | PracticeAnswered
    | FeelingTold
    | SessionNote
    | InhaleAsked
    | ImportedInterval
    | ImportedPhase
    | FloodDropped
    | Tick
)

_LARGEST_NUMBER: Final = 1e15
"""Largest stored number; numbers that can't be intervals keep their rows."""

_MOST_STEPS: Final = 10_000
_LONGEST_STEP_S: Final = 86_400.0
_LONGEST_INHALE_S: Final = 60.0

_Message = object
"""A message, or the sentence of an older version; `decode_message` checks it, because messages are nested."""

_Whole = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]


class StoredEvent(Struct, frozen=True, forbid_unknown_fields=True):
    """The JSON form of an event; its fields have the same names as the event's."""

    @classmethod
    def of(cls, event: RecordedEvent) -> Self:
        """Return the stored form of an event."""
        return cls(*(getattr(event, name) for name in cls.__struct_fields__))

    def event(self, time_ns: int) -> RecordedEvent:
        """Return the event with its time."""
        raise NotImplementedError


class StoredLink(StoredEvent, frozen=True):
    """A change of the link to the strap."""

    state: LinkState
    strap_name: str = ""
    strap_address: str = ""
    message: _Message = NOTHING

    @classmethod
    def of(cls, event: RecordedEvent) -> Self:
        """Return what is stored of an event."""
        assert isinstance(event, LinkChanged)
        return cls(event.state, event.strap_name, event.strap_address, encode_message(event.message))

    def event(self, time_ns: int) -> LinkChanged:
        """Return the event at a time in nanoseconds."""
        message = decode_message(self.message)
        return LinkChanged(time_ns, self.state, self.strap_name, self.strap_address, message)


class _Strap(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    address: str
    signal_dbm: _Whole | None


class StoredStraps(StoredEvent, frozen=True):
    """The straps that were heard."""

    straps: tuple[_Strap, ...]

    @classmethod
    def of(cls, event: RecordedEvent) -> Self:
        """Return what is stored of an event."""
        assert isinstance(event, StrapsHeard)
        return cls(tuple(_Strap(one.name, one.address, one.signal_dbm) for one in event.straps))

    def event(self, time_ns: int) -> StrapsHeard:
        """Return the event at a time in nanoseconds."""
        return StrapsHeard(
            time_ns, tuple(HeardStrap(one.name, one.address, one.signal_dbm) for one in self.straps)
        )


class StoredMeasurement(StoredEvent, frozen=True):
    """The start or the end of a stream."""

    measurement: Measurement
    running: bool
    message: _Message = NOTHING

    @classmethod
    def of(cls, event: RecordedEvent) -> Self:
        """Return what is stored of an event."""
        assert isinstance(event, MeasurementChanged)
        return cls(event.measurement, event.running, encode_message(event.message))

    def event(self, time_ns: int) -> MeasurementChanged:
        """Return the event at a time in nanoseconds."""
        return MeasurementChanged(time_ns, self.measurement, self.running, decode_message(self.message))


class StoredGuide(StoredEvent, frozen=True):
    """The guide, with its pattern field by field."""

    running: bool
    rate_per_min: float
    exhale_to_inhale: float
    hold_full_s: float = 0.0
    hold_empty_s: float = 0.0
    begin: GuideBegin | UnsetType = UNSET
    """Not written if the guide continues where it was, as in all versions."""

    @classmethod
    def of(cls, event: RecordedEvent) -> Self:
        """Return what is stored of an event."""
        assert isinstance(event, GuideChanged)
        pattern = event.pattern
        return cls(
            event.running,
            pattern.rate_per_min,
            pattern.exhale_to_inhale,
            pattern.hold_full_s,
            pattern.hold_empty_s,
            UNSET if event.begin is GuideBegin.WHERE_IT_WAS else event.begin,
        )

    def event(self, time_ns: int) -> GuideChanged:
        """Return the event at a time in nanoseconds."""
        pattern = BreathPattern(self.rate_per_min, self.exhale_to_inhale, self.hold_full_s, self.hold_empty_s)
        begin = GuideBegin.WHERE_IT_WAS if self.begin is UNSET else self.begin
        return GuideChanged(time_ns, self.running, pattern, begin)


class StoredStep(StoredEvent, frozen=True):
    """A step of a programme."""

    running: bool
    programme: str
    number: Annotated[int, Meta(ge=1, le=_MOST_STEPS)]
    steps: Annotated[int, Meta(ge=1, le=_MOST_STEPS)]
    gone_s: Annotated[float, Meta(ge=0.0, le=_LONGEST_STEP_S)]
    seconds: Annotated[float, Meta(ge=0.0, le=_LONGEST_STEP_S)]
    text: str
    measured: Measured
    region: str = ""
    sound: StepSound = StepSound.NONE
    heart_rate_shown: bool = True
    heart_rate_in_motion: bool = False

    def event(self, time_ns: int) -> StepChanged:
        """Return the event at a time in nanoseconds."""
        return StepChanged(time_ns, *(getattr(self, name) for name in self.__struct_fields__))


class StoredPart(StoredEvent, frozen=True):
    """The beginning of a part of the session."""

    part: Part

    def event(self, time_ns: int) -> PartChanged:
        """Return the event at a time in nanoseconds."""
        return PartChanged(time_ns, self.part)


class StoredMarker(StoredEvent, frozen=True):
    """A moment that the person marked."""

    text: _Message = NOTHING

    @classmethod
    def of(cls, event: RecordedEvent) -> Self:
        """Return what is stored of an event."""
        assert isinstance(event, Marker)
        return cls(encode_message(event.text))

    def event(self, time_ns: int) -> Marker:
        """Return the event at a time in nanoseconds."""
        return Marker(time_ns, decode_message(self.text))


class StoredRating(StoredEvent, frozen=True):
    """A rating by the person."""

    scale: str
    value: Annotated[float, Meta(ge=0.0, le=10.0)]
    when: RatingMoment

    def event(self, time_ns: int) -> Rating:
        """Return the event at a time in nanoseconds."""
        return Rating(time_ns, self.scale, self.value, self.when)


class StoredAnswers(StoredEvent, frozen=True):
    """The answers after a practice."""

    ease: Ease | None = None
    restless: bool | None = None
    dizzy: bool | None = None

    def event(self, time_ns: int) -> PracticeAnswered:
        """Return the event at a time in nanoseconds."""
        return PracticeAnswered(time_ns, self.ease, self.restless, self.dizzy)


class StoredFeeling(StoredEvent, frozen=True):
    """A feeling that the person reported."""

    feeling: Feeling
    remedy: Remedy | None = None

    def event(self, time_ns: int) -> FeelingTold:
        """Return the event at a time in nanoseconds."""
        return FeelingTold(time_ns, self.feeling, self.remedy)


class StoredNote(StoredEvent, frozen=True):
    """A note about the session."""

    text: str

    def event(self, time_ns: int) -> SessionNote:
        """Return the event at a time in nanoseconds."""
        return SessionNote(time_ns, self.text)


class StoredInhale(StoredEvent, frozen=True):
    """A slow inhale that the person was asked for."""

    seconds: Annotated[float, Meta(gt=0.0, le=_LONGEST_INHALE_S)]

    def event(self, time_ns: int) -> InhaleAsked:
        """Return the event at a time in nanoseconds."""
        return InhaleAsked(time_ns, self.seconds)


class StoredInterval(StoredEvent, frozen=True):
    """An interval from an imported file."""

    rr_ms: Annotated[float, Meta(ge=0.0, le=_LARGEST_NUMBER)]
    adjacent: bool

    def event(self, time_ns: int) -> ImportedInterval:
        """Return the event at a time in nanoseconds."""
        return ImportedInterval(time_ns, self.rr_ms, self.adjacent)


class StoredPhase(StoredEvent, frozen=True):
    """A phase from an imported file."""

    duration_s: Annotated[float, Meta(ge=0.0, le=_LONGEST_STEP_S)]
    name: Annotated[str, Meta(min_length=1, max_length=20)]

    def event(self, time_ns: int) -> ImportedPhase:
        """Return the event at a time in nanoseconds."""
        return ImportedPhase(time_ns, self.duration_s, self.name)


class StoredFlood(StoredEvent, frozen=True):
    """Data that were dropped because there were too many."""

    count: _Whole

    def event(self, time_ns: int) -> FloodDropped:
        """Return the event at a time in nanoseconds."""
        return FloodDropped(time_ns, self.count)


class StoredTick(StoredEvent, frozen=True):
    """A moment at which the engine looked again."""

    def event(self, time_ns: int) -> Tick:
        """Return the event at a time in nanoseconds."""
        return Tick(time_ns)


KINDS: Final[dict[str, tuple[type[RecordedEvent], type[StoredEvent]]]] = {
    "link": (LinkChanged, StoredLink),
    "straps": (StrapsHeard, StoredStraps),
    "measurement": (MeasurementChanged, StoredMeasurement),
    "guide": (GuideChanged, StoredGuide),
    "step": (StepChanged, StoredStep),
    "part": (PartChanged, StoredPart),
    "marker": (Marker, StoredMarker),
    "rating": (Rating, StoredRating),
    "answers": (PracticeAnswered, StoredAnswers),
    "feeling": (FeelingTold, StoredFeeling),
    "note": (SessionNote, StoredNote),
    "inhale": (InhaleAsked, StoredInhale),
    "interval": (ImportedInterval, StoredInterval),
    "phase": (ImportedPhase, StoredPhase),
    "flood": (FloodDropped, StoredFlood),
    "tick": (Tick, StoredTick),
}
"""Event and stored form of each kind, by its name in the file."""
