"""Which strap a command uses, and what it requests from it."""

from argparse import Namespace

from biofeedback.cli.places import chosen_settings, session_folder
from devices.straps.bluetooth_thread import BluetoothStrap
from devices.straps.link import LinkTimes
from devices.streams import Measurement


def bluetooth_strap(options: Namespace, *, times: LinkTimes | None = None) -> BluetoothStrap:
    """Return the strap of --strap or the settings, else the last one used if in reach, else the strongest."""
    return BluetoothStrap(
        options.strap or chosen_settings(options).strap.address,
        known=session_folder(options).last_strap_address(),
        streams=wanted_streams(ecg=options.ecg),
        adapter=options.adapter,
        times=times,
    )


def wanted_streams(*, ecg: bool) -> tuple[Measurement, ...]:
    """Return the streams to request from a Polar strap; ECG is optional because both can drop the link."""
    return (Measurement.ACCELERATION, Measurement.ECG) if ecg else (Measurement.ACCELERATION,)
