"""The sound of a practice: a tone that rises and falls with the guide, and a few short cues."""
