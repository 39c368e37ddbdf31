"""Acceleration and ECG of Polar straps, which they send in addition to beats."""
