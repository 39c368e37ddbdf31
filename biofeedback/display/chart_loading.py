"""pyqtgraph, imported in a thread of its own once the guide is on the screen."""

from threading import Thread


class ChartLoading:
    """Imports the tachogram's module, which takes most of a second, without holding up the guide."""

    def __init__(self) -> None:
        self._thread = Thread(target=_import_tachogram, name="chart loading")
        self._started = False

    def start(self) -> None:
        self._started = True
        self._thread.start()

    def wait(self) -> None:
        """Wait until nothing is being imported: Qt must not end under an import of its modules."""
        if self._started:
            self._thread.join()

    @property
    def done(self) -> bool:
        return self._started and not self._thread.is_alive()


def _import_tachogram() -> None:
    import biofeedback.display.tachogram  # noqa: F401
