"""Texts of the window that no language can say yet: explanations of figures, and why settings can't be kept."""

from biofeedback.statements.explanations import EXPLANATIONS

_NOT_KEPT = ("That can't be kept. Write a name that is not empty.",)

NOT_YET_MESSAGES = frozenset(
    (
        *_NOT_KEPT,
        *(text for one in EXPLANATIONS for text in (*one.names, one.says, one.made_of, one.misleads)),
    )
)
"""To be removed with this file once they are messages."""
