"""``python -m biofeedback``, and the command ``biofeedback``."""

import os
import signal
import sys


def main() -> int:
    """Run the program.

    Returns
    -------
    int
        As `biofeedback.cli.run_command`.
    """
    # Until the program's own handlers are set, Ctrl-C ends it without Python's traceback.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Its matrices are small: more threads of numpy's library would wait for each other and take time from
    # the window.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from biofeedback.cli import run_command

    return run_command()


if __name__ == "__main__":
    sys.exit(main())
