"""What the program stores about a person: settings and profile."""
