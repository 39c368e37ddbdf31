"""All data that the program keeps about a person: backup to one archive, restore and delete."""
