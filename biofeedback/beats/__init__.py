"""Heart beats and the intervals between them: their times, artefacts and rhythm. Pure."""
