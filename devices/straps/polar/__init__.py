"""What Polar straps send beside beats: acceleration and ECG."""
