"""What a person practises day by day: programmes to choose from, the diary, and the plan."""
