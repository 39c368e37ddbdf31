"""What the user asked a command for: the pattern, the plan and the programme."""
