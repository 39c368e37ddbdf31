"""Something that takes a while, with a page that says so until it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from biofeedback.window.loading.loading import Loading
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.pages.sheets import Sheets
from devices.errors import BiofeedbackError
from devices.message import Message

CLOSE_KEYS = (Qt.Key.Key_H, Qt.Key.Key_Escape)
Job = Callable[[Callable[[], bool]], object]
"""Does it, and is given a callable that it asks often whether to stop."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It could not be done."""

    why: Message


class Waiting:
    """Does one thing at a time in the background.

    Parameters
    ----------
    sheets : Sheets
        Where the page is shown meanwhile.
    """

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._loading: Loading[object] | None = None
        self._page: Sheet | None = None
        self._then: Callable[[object], None] = lambda _: None

    def start(
        self,
        heading: Message,
        words: Message,
        job: Job,
        then: Callable[[object], None],
        otherwise: Callable[[], None],
    ) -> None:
        """Begin a thing, and show that it is done.

        Parameters
        ----------
        heading, words : Message
            What the page says.
        job : callable
            What is done.
        then : callable
            Told what came of it: a Refused where it could not be done, None where it was stopped.
        otherwise : callable
            Called where the person does not want to wait.
        """
        self.stop()
        self._then = then
        self._loading = Loading(lambda should_stop: _tried(job, should_stop))
        self._page = Sheet(heading, close_keys=CLOSE_KEYS)
        self._page.add_text(words)
        self._page.fill_up()
        self._page.closed.connect(otherwise)
        self._sheets.put_over(self._page)

    def tick(self) -> None:
        """Go on once it is done, unless the person has gone on to something else."""
        loading = self._loading
        if loading is not None and loading.is_done and self._sheets.over is self._page:
            self._loading = None
            self._then(loading.found)

    def stop(self) -> None:
        """Do it no more."""
        if self._loading is not None:
            self._loading.stop()
            self._loading = None


def _tried(job: Job, should_stop: Callable[[], bool]) -> object:
    try:
        return job(should_stop)
    except BiofeedbackError as error:
        return Refused(error.whole)
