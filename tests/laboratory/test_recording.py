"""Recordings as packets."""

import csv
from pathlib import Path

from devices.straps.heart_rate_service import decode_heart_rate_measurement
from tests.laboratory import packets_from_rr_csv
from tests.laboratory.recording import packets_from_rr


class TestRecording:
    def test_one_packet_for_each_arrival_with_ticks_rounded(self) -> None:
        packets = packets_from_rr([(0.5, 1000.0), (1.5, 936.0), (1.5, 945.5)])

        measurements = [decode_heart_rate_measurement(0, packet.data) for packet in packets]
        assert [packet.time_s for packet in packets] == [0.5, 1.5]
        assert [measurement.rr_ticks for measurement in measurements] == [(1024,), (958, 968)]
        assert [measurement.heart_rate_per_min for measurement in measurements] == [60, 62]
        assert packets[0].data[0] == 0x10

    def test_at_most_nine_rr_in_a_packet(self) -> None:
        packets = packets_from_rr([(1.0, 500.0)] * 20)
        counts = [len(decode_heart_rate_measurement(0, packet.data).rr_ticks) for packet in packets]
        assert counts == [9, 9, 2]

    def test_without_arrivals_beats_are_sent_each_second(self, tmp_path: Path) -> None:
        path = tmp_path / "rr.csv"
        path.write_text("t_s,rr_ms\n0.4,400\n0.9,500\n1.2,300\n")
        assert [packet.time_s for packet in packets_from_rr_csv(path)] == [1.0, 2.0]

    def test_real_recording_keeps_every_interval(self, real_data: Path) -> None:
        path = real_data / "rr_h10_slow" / "rr.csv"
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))

        packets = packets_from_rr_csv(path)
        ticks = [t for packet in packets for t in decode_heart_rate_measurement(0, packet.data).rr_ticks]
        assert ticks == [round(float(row["rr_ms"]) * 1024 / 1000) for row in rows]
        assert [packet.time_s for packet in packets] == sorted({float(row["arrival_s"]) for row in rows})
