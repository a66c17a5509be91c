"""The one family of "no": a sentence for people, with what to do next.

Every room raises `Refused`; the shell turns it into a page once.
"""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """An act that the rules don't allow.

    `message` is an Indonesian sentence that says what happened and what to do next;
    `code` is stable, for tests and programs; `field` names the form field it belongs to.
    """

    def __init__(self, message: str, *, code: str = "refused", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field
