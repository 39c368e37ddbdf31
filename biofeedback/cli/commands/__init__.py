"""One module for each group of commands, imported only when its command is given."""
