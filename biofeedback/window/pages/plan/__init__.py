"""What a person practises each day: programmes to choose from, the diary, and the plan."""
