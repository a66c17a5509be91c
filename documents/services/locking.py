"""One paper with all that stands in it, locked; and what is said to whoever came too late."""

from __future__ import annotations

from documents.kinds import kind_of
from documents.kinds.locks import lock_requests
from documents.models import Document
from wfa.calendars.wording import within
from wfa.refusals import Refused

__all__ = ["lock_document", "lock_requests", "require"]


def lock_document(document: Document) -> Document:
    """The paper with all that stands in it, locked; as it is now."""
    kind_of(document.kind).lock(document)
    return (
        Document.objects.select_for_update(of=("self",)).select_related("unit").get(pk=document.pk)
    )


def require(document: Document, state: Document.State, sentence: str) -> None:
    """Somebody was faster: information, with what to do next."""
    if document.state != state:
        now = within(document.get_state_display())
        raise Refused(f"{sentence} Naskah ini sekarang: {now}. Muat ulang halaman.", code="moved")
