"""The two ways in which a person's wish can fail, each one clear sentence."""


class InputError(ValueError):
    """What was asked for cannot be used as it stands.

    The message names what is wrong, where (file, line, field) and the remedy,
    in one sentence that can be shown to a person as it is.  The command line
    exits with status 2; the window shows the sentence and changes nothing.
    """


class WorkError(RuntimeError):
    """The work itself failed after a sound start, as when a run diverges.

    The message is one sentence that can be shown to a person as it is.
    The command line exits with status 1.
    """
