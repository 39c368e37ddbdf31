"""The scales that the person wants to be asked."""

from typing import Final

from biofeedback.person.settings import RatingSettings
from biofeedback.window.widgets.rating_entry import RatingScale

USUAL: Final = {
    "pain": RatingScale("pain", "Pain", "0 none", "10 the worst imaginable"),
    "stress": RatingScale("stress", "Stress", "0 none", "10 the most imaginable"),
    "mood": RatingScale("mood", "Mood", "0 very low", "10 very good"),
}


def rating_scales(settings: RatingSettings) -> tuple[RatingScale, ...]:
    """Return the usual scales that were chosen, then the person's own."""
    own = (
        RatingScale(one.name, one.name, f"0 {one.low}".rstrip(), f"10 {one.high}".rstrip())
        for one in settings.own_scales
    )
    return (*(USUAL[key] for key in settings.scales), *own)
