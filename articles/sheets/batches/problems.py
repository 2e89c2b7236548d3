class ImportRefused(Exception):
    """A step of an import that cannot be taken. The message tells an editor what happened and what to do."""
