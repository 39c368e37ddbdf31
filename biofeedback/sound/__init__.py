"""What a practice sounds like: a tone that rises and falls with the guide, and a few short cues."""
