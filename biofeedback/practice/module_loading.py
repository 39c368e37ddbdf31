"""Imports modules that take most of a second, in a separate thread."""

from importlib import import_module
from threading import Thread


class ModuleLoading:
    """Imports modules without delaying the guide.

    Parameters
    ----------
    *names : str
        Full names of the modules.

    Attributes
    ----------
    started : bool
        Whether loading has begun.
    """

    def __init__(self, *names: str) -> None:
        self._names = names
        self._thread = Thread(target=self._import, name=f"loading {names[0]}")
        self.started = False

    def start(self) -> None:
        """Begin; a second call does nothing."""
        if not self.started:
            self.started = True
            self._thread.start()

    def wait(self) -> None:
        """Wait until all imports are done: Qt must not shut down while its modules are being imported."""
        if self.started:
            self._thread.join()

    @property
    def done(self) -> bool:
        """Whether all modules are imported."""
        return self.started and not self._thread.is_alive()

    def _import(self) -> None:
        for name in self._names:
            import_module(name)
