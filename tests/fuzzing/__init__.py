"""What strangers send, byte by byte, to what reads it first. Each target takes it or refuses in its own words."""
