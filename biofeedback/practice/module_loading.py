"""Modules that take most of a second to import, in a thread of their own."""

from importlib import import_module
from threading import Thread


class ModuleLoading:
    """Imports modules without holding up the guide.

    Parameters
    ----------
    *names : str
        Of the modules, in full.
    """

    def __init__(self, *names: str) -> None:
        self._names = names
        self._thread = Thread(target=self._import, name=f"loading {names[0]}")
        self._started = False

    def start(self) -> None:
        """Begin; once begun, nothing more happens."""
        if not self._started:
            self._started = True
            self._thread.start()

    def wait(self) -> None:
        """Wait until nothing is being imported: Qt must not end under an import of its modules."""
        if self._started:
            self._thread.join()

    @property
    def done(self) -> bool:
        return self._started and not self._thread.is_alive()

    def _import(self) -> None:
        for name in self._names:
            import_module(name)
