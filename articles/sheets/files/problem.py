class FileProblem(Exception):
    """A file that cannot be imported. The message tells an editor what is wrong and what to do."""
