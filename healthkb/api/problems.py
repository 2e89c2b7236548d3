"""Every kind of error that the API answers with, by its stable name. `/problems/<name>` shows the text to people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    status: int
    title: str
    meaning: str


PROBLEMS: dict[str, Problem] = {
    "bad-request": Problem(400, "The request could not be read", "Something in the request is not valid HTTP."),
    "parse-error": Problem(400, "The body could not be read", "The body has to be valid JSON, not nested too deeply."),
    "invalid": Problem(400, "A value is not valid", "`errors` names each field or parameter and says what is wrong."),
    "unknown-parameter": Problem(
        400,
        "There is no such parameter",
        "A parameter that is not known is refused, so that a misspelt filter never looks like an answer. "
        "`errors` names it.",
    ),
    "invalid-key": Problem(
        401,
        "This key opens nothing",
        "It is misspelt, has come to its end, or was ended. Without a key the public addresses answer all the same.",
    ),
    "key-needed": Problem(401, "A key is needed", "Drafts are only for those who hold a key that may read them."),
    "https-required": Problem(
        403,
        "HTTPS is needed",
        "What is sent without it can be read on its way. Ask with `https://`, and end a key that was sent.",
    ),
    "not-authenticated": Problem(403, "Sign in first", "This address is only for people who have signed in."),
    "authentication-failed": Problem(403, "Sign-in failed", "The sign-in that came with the request is not valid."),
    "permission-denied": Problem(403, "Not allowed", "The account may not do this."),
    "not-found": Problem(404, "Nothing is published here", "No published document has this address."),
    "not-covered": Problem(
        404,
        "There is no check for this",
        "No triage protocol fits. This says nothing about how urgent it is: `help` says how to get help.",
    ),
    "method-not-allowed": Problem(405, "This method is not allowed", "The `Allow` header names those that are."),
    "not-acceptable": Problem(406, "This format is not served", "Ask for `application/json`."),
    "conflict": Problem(409, "Something changed meanwhile", "Read it again, then repeat the request."),
    "retired-version": Problem(
        409,
        "This version is retired",
        "The protocol has changed since it was read. `current_version` is the one in use: read it, then ask again.",
    ),
    "gone": Problem(
        410,
        "Taken away from readers",
        "A document was published at this address and has been withdrawn. `reason` says why; please no longer show it.",
    ),
    "length-required": Problem(
        411, "The length of the body is missing", "Send it whole, with `Content-Length`, and not in chunks."
    ),
    "precondition-failed": Problem(412, "This is another version", "`If-Match` names one that is not served now."),
    "too-large": Problem(413, "The body is too large", "Send a smaller one."),
    "unsupported-media-type": Problem(415, "This type of body is not read", "Send `application/json`."),
    "unprocessable": Problem(422, "The values do not fit together", "`errors` names each of them."),
    "invalid-answers": Problem(
        422,
        "Some answers cannot be read",
        "`errors` names each of them with a pointer into the body and, under `valid`, the codes that would be right.",
    ),
    "throttled": Problem(429, "Too many requests", "Wait for as long as `Retry-After` says, in seconds."),
    "error": Problem(500, "Something went wrong here", "The fault is ours. It has been written to the log."),
    "switched-off": Problem(
        503, "This is switched off", "It is not offered just now. Where there is a `help`, that says how to get help."
    ),
    "unavailable": Problem(503, "Not ready just now", "Wait for as long as `Retry-After` says, in seconds."),
}


def name_of(code: str) -> str:
    """The problem name of an exception's code; DRF writes its codes with underscores."""
    return code.replace("_", "-")
