"""What can only be seen from outside one process: kills, and two people at once, on a throw-away database."""
