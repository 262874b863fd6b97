"""What `wegwijzer evaluate` is made of: the table, the judging, the figures, the words."""
