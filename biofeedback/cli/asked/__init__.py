"""What a command was asked for: the pattern, the plan and the programme."""
