"""The export format BIDS; numpy is imported only when a dataset is written."""

from devices.message import message
from sessions.formats.export import SessionExport
from sessions.formats.exporter import exporter


@exporter("bids", title=message("file.export.bids"), has_samples=True)
def bids(session: SessionExport) -> dict[str, bytes]:
    """Write a session as a BIDS dataset."""
    from sessions.formats.bids.dataset import bids_files

    return bids_files(session)
