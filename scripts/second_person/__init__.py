"""How the program's estimators do beside the second simulated person (`tests/second_person`)."""
