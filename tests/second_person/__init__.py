"""A second simulated person, who shares no code with the first (`devices/simulated/person`).

The methods of the program were made beside the first person, so they may fit that person's habits. This
one was written from descriptions alone, and was committed before the estimators were changed with its help.
Only validation and tests use it.
"""
