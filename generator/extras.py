"""What may not be installed: parts of the program that only some of its work needs."""


class NotInstalled(Exception):  # noqa: N818 - what the user can mend
    """A part that is needed is not there; the message is the line that installs it."""
