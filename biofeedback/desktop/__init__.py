"""The desktop around the program: it stays awake while one practises, and knows the program by name."""
