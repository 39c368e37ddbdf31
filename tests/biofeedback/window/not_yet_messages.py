"""Texts of the window that are no messages yet: explanations of figures, and why settings can't be kept."""

from biofeedback.statements.explanations import EXPLANATIONS

_EXPLAINED = (text for one in EXPLANATIONS for text in (*one.names, one.says, one.made_of, one.misleads))

NOT_YET_MESSAGES = frozenset(("That can't be kept. Write a name that is not empty.", *_EXPLAINED))
"""To be removed with this file once they are messages."""
