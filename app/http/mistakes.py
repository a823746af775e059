"""Every kind of refusal by its code: the engine's, and those of the service itself."""

from __future__ import annotations

from engine.mistakes import MISTAKES as MODEL
from engine.mistakes import Mistake

REQUEST: dict[str, Mistake] = {
    "not-json": Mistake("A body that is no JSON."),
    "unreadable-field": Mistake("A field that cannot be read.", ("field", "problem")),
    "unreadable-name": Mistake("A name beside the source that is no name.", ("field",)),
    "unknown-choice": Mistake("A value that is none of those allowed.", ("field", "allowed")),
    "unknown-curve": Mistake("A curve of a node that there is not."),
    "nudge-sizes": Mistake("Nudges that are neither a number nor a list of numbers."),
    "over-limit": Mistake("A request over one of the service's limits.", ("limit", "most")),
    "wrong-media-type": Mistake("A body of another type than JSON in UTF-8.", ("media_type",)),
    "encoded-body": Mistake("A compressed body."),
    "body-late": Mistake("A body that did not arrive in time.", ("limit", "seconds")),
    "queue-full": Mistake("A question to a server with too much to do.", ("limit", "seconds")),
    "answer-late": Mistake("A question whose answer took too long.", ("limit", "seconds")),
    "no-such-example": Mistake("An example that there is not."),
    "no-such-lesson": Mistake("A lesson that there is not."),
    "no-such-format": Mistake("A format that there is not.", ("formats",)),
    "no-such-page": Mistake("An address where nothing is."),
    "wrong-method": Mistake("An address that does not answer this method.", ("allowed",)),
    "refused-request": Mistake("A request that HTTP itself refuses.", ("status",)),
    "unknown-host": Mistake("A name by which the server does not go.", ("limit",)),
    "server-stopping": Mistake("A question to a server that is stopping."),
    "server-fault": Mistake("A fault of the server.", ("number",)),
}
"""The codes of the service."""

MISTAKES: dict[str, Mistake] = {**MODEL, **REQUEST}
"""Every code there is: the table behind the ``code`` of a problem document."""
