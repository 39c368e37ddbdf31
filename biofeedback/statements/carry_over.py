"""How the person breathed with the guide and without it, in sentences for summary, terminal and page."""

from biofeedback.coaching.carry_over import BreathsOf, CarryOver, Verdict
from devices.message import Message, message


def carry_over_lines(found: CarryOver) -> list[Message]:
    """Return whether the person kept the guide's pace without it, and how they breathe freely.

    Parameters
    ----------
    found : CarryOver
        The measurements of a session.

    Returns
    -------
    list of Message
        Empty if the person never breathed without the guide, or nothing of it was measured.
    """
    lines = []
    if found.without_guide.breaths or found.without_guide.rate_per_min is not None:
        lines = [_rate_line(found), *_ratio_lines(found)]
    free = _free_line(found.free)
    return [*lines, free] if free is not None else lines


def _rate_line(found: CarryOver) -> Message:
    guided, alone = found.with_guide.rate_per_min, found.without_guide.rate_per_min
    if guided is None or alone is None:
        return message("carry_over.too_few")
    match found.rate.verdict:
        case Verdict.KEPT:
            return message("carry_over.rate.kept", alone_per_min=alone, guided_per_min=guided)
        case Verdict.MORE:
            return message("carry_over.rate.faster", alone_per_min=alone, guided_per_min=guided)
        case Verdict.LESS:
            return message("carry_over.rate.slower", alone_per_min=alone, guided_per_min=guided)
    return message("carry_over.rate.unknown", alone_per_min=alone, guided_per_min=guided)


def _ratio_lines(found: CarryOver) -> list[Message]:
    guided, alone = found.with_guide.exhale_to_inhale, found.without_guide.exhale_to_inhale
    if guided is None or alone is None:
        return []
    match found.exhale_to_inhale.verdict:
        case Verdict.KEPT:
            return [message("carry_over.ratio.kept", alone=alone, guided=guided)]
        case Verdict.MORE:
            return [message("carry_over.ratio.longer", alone=alone, guided=guided)]
        case Verdict.LESS:
            return [message("carry_over.ratio.shorter", alone=alone, guided=guided)]
    return [message("carry_over.ratio.unknown", alone=alone, guided=guided)]


def _free_line(free: BreathsOf) -> Message | None:
    if free.rate_per_min is None:
        return None
    if free.exhale_to_inhale is None:
        return message("carry_over.free_rate", free_per_min=free.rate_per_min)
    return message("carry_over.free", free_per_min=free.rate_per_min, ratio=free.exhale_to_inhale)
