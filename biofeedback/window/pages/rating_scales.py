"""The scales that the person has chosen to rate."""

from typing import Final

from biofeedback.person.settings import RatingSettings
from biofeedback.window.widgets.rating_entry import HIGHEST, RatingScale, own_end
from devices.message import message, verbatim

USUAL: Final = {
    "pain": RatingScale(
        "pain", message("ratings.pain"), message("ratings.pain.lowest"), message("ratings.pain.highest")
    ),
    "stress": RatingScale(
        "stress",
        message("ratings.stress"),
        message("ratings.stress.lowest"),
        message("ratings.stress.highest"),
    ),
    "mood": RatingScale(
        "mood", message("ratings.mood"), message("ratings.mood.lowest"), message("ratings.mood.highest")
    ),
}


def rating_scales(settings: RatingSettings) -> tuple[RatingScale, ...]:
    """Return the usual scales that the person has chosen, then the person's own."""
    own = (
        RatingScale(one.name, verbatim(one.name), own_end(0, one.low), own_end(HIGHEST, one.high))
        for one in settings.own_scales
    )
    return (*(USUAL[key] for key in settings.scales), *own)
