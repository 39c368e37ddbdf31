"""A missing system library gets a sentence; Qt itself would end the program without one."""

from pathlib import Path

import pytest

from biofeedback.window.look import screen_libraries
from biofeedback.window.look.screen_libraries import DisplayError, require_screen_libraries


@pytest.fixture
def _x11(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")


@pytest.mark.usefixtures("_x11")
def test_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plugin = tmp_path / "libbroken.so"
    plugin.write_bytes(b"no library")
    monkeypatch.setattr(screen_libraries, "_X11_PLUGIN", plugin)
    with pytest.raises(DisplayError, match="is missing") as caught:
        require_screen_libraries()
    assert "--terminal" in str(caught.value.advice)


@pytest.mark.usefixtures("_x11")
def test_complete_system_passes() -> None:
    require_screen_libraries()
