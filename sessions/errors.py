"""What can go wrong with files, told with advice."""

from devices.errors import BiofeedbackError


class SessionFileError(BiofeedbackError):
    """A file that is missing, unreadable or not what it should be."""
