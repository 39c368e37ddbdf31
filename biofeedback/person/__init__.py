"""What is kept about a person: settings and profile."""
