"""What the heart says and how it is shown: signals, pacing, display and the command line.

The names in `__all__` are the public API; docs/api.md explains them. They are loaded when they are first
used, so that the import itself costs no numpy, Qt, scipy or bleak.
"""

TYPE_CHECKING = False
"""As in `typing`, which would cost more than all of this module; type checkers know the name."""

if TYPE_CHECKING:
    from biofeedback.analysis.recording import Recording
    from biofeedback.analysis.results import Analysis
    from biofeedback.api import analyze, read
    from biofeedback.engine.run import run
    from devices.errors import BiofeedbackError
    from devices.message import Message

    __version__: str

__all__ = ["Analysis", "BiofeedbackError", "Recording", "__version__", "analyze", "read", "run"]

_MODULES = {
    "Analysis": "biofeedback.analysis.results",
    "BiofeedbackError": "devices.errors",
    "Recording": "biofeedback.analysis.recording",
    "analyze": "biofeedback.api",
    "read": "biofeedback.api",
    "run": "biofeedback.engine.run",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used (PEP 562)."""
    from importlib import import_module

    if name == "__version__":
        from importlib.metadata import version

        value: object = version("biofeedback")
    elif name in _MODULES:
        value = getattr(import_module(_MODULES[name]), name)
        _give_words_to_messages()
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _give_words_to_messages() -> None:
    """Let an error that a caller of the public API prints read as an English sentence."""
    from devices.message import spoken_by

    spoken_by(_in_english)


def _in_english(message: "Message") -> str:
    from biofeedback.words.speech import say_in

    return say_in(message)
