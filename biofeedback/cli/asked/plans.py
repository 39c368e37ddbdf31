"""The plan that the user asked a command for, and the outcome of a search."""

from argparse import Namespace

from biofeedback.person.profile import ProfileShelf
from biofeedback.person.settings import BreathingSettings
from biofeedback.practice.guide_plan import Plan, RampPlan, SearchPlan
from biofeedback.practice.practice import Practice
from biofeedback.resonance.protocol import Protocol, protocol_schedule
from biofeedback.terminal.output import put
from biofeedback.words.spoken import say
from devices.breath_pattern import BreathPattern


def asked_plan(options: Namespace, pattern: BreathPattern, chosen: BreathingSettings) -> Plan | None:
    """Return the plan that changes the guide, unless it is a search; None without a plan."""
    if options.ramp is not None:
        return RampPlan(pattern, options.ramp or None)
    return RampPlan(pattern) if chosen.ramp else None


def asked_search(options: Namespace, pattern: BreathPattern, about_per_min: float | None) -> SearchPlan:
    """Return the requested search; a refining one searches around the rate found before.

    Raises
    ------
    PatternError
        If there is nothing to refine.
    """
    protocol = Protocol(options.resonance)
    schedule = protocol_schedule(protocol, pattern.exhale_to_inhale, about_per_min=about_per_min)
    return SearchPlan(protocol, schedule)


class TerminalSearch:
    """A search without a window: from the first breath to the end of the session.

    Parameters
    ----------
    practice : Practice
        The practice, which follows the plan.
    plan : SearchPlan
        The search.
    """

    def __init__(self, practice: Practice, plan: SearchPlan) -> None:
        from biofeedback.resonance.session import SearchRecord

        self._practice, self._plan = practice, plan
        self._record = SearchRecord()
        self._record.begin()
        practice.listen(self._record.take)

    def judge(self, shelf: ProfileShelf) -> None:
        """Find the resonance, and store it if at least half of the rates were breathed."""
        from biofeedback.resonance.session import resonance_of

        found = resonance_of(self._record.events, start_ns=self._practice.start_ns)
        if self._plan.is_half_gone:
            shelf.take(self._plan.protocol, self._plan.exhale_to_inhale, found)
        else:
            shelf.latest = found


def print_found(shelf: ProfileShelf) -> None:
    """Print what a search found, and what all searches together show.

    Raises
    ------
    BiofeedbackError
        If the result could not be stored.
    """
    from biofeedback.resonance.verdict import resonance_words
    from biofeedback.statements.resonance import profile_words

    put(say(resonance_words(shelf.latest)))
    if shelf.problem is not None:
        raise shelf.problem
    known = shelf.read()
    if len(known.searches) > 1:
        put(say(profile_words(known) or ""))
