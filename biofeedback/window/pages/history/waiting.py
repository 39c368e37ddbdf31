"""A background job, with a page that is shown until it is done."""

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
"""Does the work; it often calls its argument, which returns whether to stop."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The job failed."""

    why: Message


class Waiting:
    """Runs one job at a time in the background.

    Parameters
    ----------
    sheets : Sheets
        Shows the page meanwhile.
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
        """Begin a job, and show a page until it is done.

        Parameters
        ----------
        heading, words : Message
            The text of the page.
        job : callable
            The job.
        then : callable
            Called with the outcome: a Refused if the job failed, None if it was stopped.
        otherwise : callable
            Called when the person does not want to wait.
        """
        self.stop()
        self._then = then
        self._loading = Loading(lambda should_stop: _tried(job, should_stop))
        self._page = Sheet(heading, close_keys=CLOSE_KEYS)
        self._page.add_text(words)
        self._page.fill_up()
        self._page.closed.connect(otherwise)
        self._sheets.put_over(self._page)

    @property
    def is_seen(self) -> bool:
        """Whether a job is running and its page is visible."""
        return self._loading is not None and self._page is not None and self._sheets.over is self._page

    def show_meanwhile(self, page: Sheet) -> None:
        """Show the results so far instead of the page, at its scroll position; the job continues."""
        if self._page is not None:
            page.scroll_as(self._page)
        self._page = page
        self._sheets.put_over(page)

    def tick(self) -> None:
        """Continue once the job is done, unless the person has moved on to something else."""
        loading = self._loading
        if loading is not None and loading.is_done and self._sheets.over is self._page:
            self._loading = None
            self._then(loading.found)

    def stop(self) -> None:
        """Stop the job."""
        if self._loading is not None:
            self._loading.stop()
            self._loading = None


def _tried(job: Job, should_stop: Callable[[], bool]) -> object:
    try:
        return job(should_stop)
    except BiofeedbackError as error:
        return Refused(error.whole)
