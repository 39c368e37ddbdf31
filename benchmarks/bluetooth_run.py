"""The window before a strap in the laboratory's air: another process, by bleak's BlueZ backend (Linux)."""

import os
from collections.abc import Callable
from threading import Thread

from benchmarks.window_run import Conditions, run_practice
from biofeedback.practice.practice import Practice
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.simulated.link import ACCELERATION_HZ, ECG_HZ
from devices.simulated.person.traits import CALM
from devices.simulated.strap.strap import SimulatedStrap
from devices.straps.bluetooth_thread import BluetoothStrap
from devices.streams import Measurement
from tests.laboratory import Laboratory, Packet
from tests.laboratory.remote_strap import RemoteStrap, SentNotification

INTERVAL_MS = 30.0
"""Connection interval: what the strap sends waits for the next turn of the link."""


def run_over_bluetooth(
    conditions: Conditions,
    seconds: float,
    *,
    should_stop: Callable[[], bool],
    begun: Callable[[Practice], None],
) -> list[SentNotification]:
    """Run the window, and return what was sent to it of heart rates, and when.

    Parameters
    ----------
    conditions : Conditions
        What is on.
    seconds : float
        How long the strap sends.
    should_stop, begun : callable
        See `run_practice`.
    """
    kinds = [Measurement.ACCELERATION, *([Measurement.ECG] if conditions.ecg else [])]
    beats, frames = _packets(seconds, kinds)
    with Laboratory(interval_ms=INTERVAL_MS) as laboratory:
        os.environ.update(laboratory.environment())
        strap = laboratory.add_strap(has_measurement_data=True)
        strap.play(beats)
        player = Thread(target=_play_frames, args=(strap, frames), daemon=True)
        player.start()
        run_practice(BluetoothStrap(streams=kinds), conditions, should_stop=should_stop, begun=begun)
        return strap.sent_log()


def _packets(seconds: float, kinds: list[Measurement]) -> tuple[list[Packet], list[tuple[float, bytes]]]:
    """Return what a strap sends: heart rates, and frames."""
    strap = SimulatedStrap(CALM, seed=1)
    for kind in kinds:
        strap.start_stream(kind, sample_rate_hz=ECG_HZ if kind is Measurement.ECG else ACCELERATION_HZ)
    beats, frames = list[Notification](), list[Notification]()
    for notification in strap.advance(round(seconds * 1e9)):
        (beats if notification.characteristic == HEART_RATE_MEASUREMENT else frames).append(notification)
    return [Packet(one.time_ns / 1e9, one.data) for one in beats], [
        (one.time_ns / 1e9, one.data) for one in frames
    ]


def _play_frames(strap: RemoteStrap, frames: list[tuple[float, bytes]]) -> None:
    strap.wait_subscribed(timeout_s=30.0)
    strap.play_measurements(frames)
