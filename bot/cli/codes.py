"""Exit codes, the same for every command."""

OK = 0
MISTAKES = 1
USAGE = 2
PARTLY = 3
