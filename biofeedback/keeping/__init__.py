"""All that the program keeps of a person: into one archive and back, and deleted."""
