"""A mail becomes lines: its subject, what it says, and the attachments that can be read.

Its other headers are left out: sender and recipients are no press contacts, and the day it was sent is not the day it
speaks of.
"""

from __future__ import annotations

import re
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from typing import TYPE_CHECKING, Final

from crm.errors import CrmError, SourceDamaged, SourceTooLarge
from crm.reading.charset import decode
from crm.reading.forms.extract import Extract, Lines
from crm.reading.forms.html import html_lines
from crm.reading.forms.registry import FORMS, recognised
from crm.reading.words import words
from crm.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["extract"]

_MAX_PARTS: Final = 100
"""Parts of a mail, the mails within it included."""
_MAX_BREAKS: Final = 5000
"""Lines that may part two parts, those of rules and signatures included."""
_MAX_FIELDS: Final = 20_000
_MAX_HEADER: Final = 20_000
_MAX_SUBJECT: Final = 1000
_STRUCTURE: Final = re.compile(rb"boundary\s*=|content-type:\s*message/", re.IGNORECASE)
_HEADERS: Final = re.compile(rb"^content-[a-z-]+:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_BREAK: Final = re.compile(rb"^--", re.MULTILINE)
_FIELD: Final = re.compile(rb"^[A-Za-z][A-Za-z-]{0,60}:", re.MULTILINE)
_FORWARDED: Final = re.compile(r"(?:\s*(?:re|fwd?|tr|aw|wg|rép)\s?:)+\s*", re.IGNORECASE)
_FILED: Final = re.compile(r"^(?:\[[^\[\]]{1,40}\]\s*)+(?=\S)")
_AFTER_LABEL: Final = re.compile(r"\s*[:|]\s+|\s+[-–—]\s+")
_TITLE: Final = re.compile(r"^# ", re.MULTILINE)
_BY_CHARACTERS: Final = 0.8
"""A mail says the same in HTML and as text: the HTML is taken unless it says less than that share of the text."""


def extract(data: bytes) -> Extract:
    """Return the lines of a mail.

    Raises:
        SourceDamaged: it is no mail.
        SourceTooLarge: it has more parts, or says more, than is read.
    """
    if len(_STRUCTURE.findall(data)) > _MAX_PARTS:
        raise SourceTooLarge(f"the mail has more than {_MAX_PARTS} parts within parts")
    if len(_BREAK.findall(data)) > _MAX_BREAKS or len(_FIELD.findall(data)) > _MAX_FIELDS:
        raise SourceTooLarge("the mail has more parts or headers than any mail")
    if any(len(header[0]) > _MAX_HEADER for header in _HEADERS.finditer(data)):
        raise SourceTooLarge("the mail has a header longer than any mail's")
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(data)
        return _Mail().read(message)
    except CrmError:
        raise
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise SourceDamaged(f"the mail is damaged: {type(error).__name__}") from error


class _Mail:
    """Gathers what a mail and its parts say."""

    def __init__(self) -> None:
        self.lines = Lines()
        self.parts = 0
        self.unread: list[tuple[int, str]] = []

    def read(self, message: Message) -> Extract:
        self._message(message, "")
        return self.lines.extract(unread=tuple(self.unread))

    def _message(self, message: Message, place: str) -> None:
        """Add a mail: its bodies first, as the headline may be in them, then what came with it."""
        bodies = [_fuller(alternatives) for alternatives in _bodies(message)]
        text = "\n\n".join(body.strip("\n") for body in bodies if body.strip())
        self.lines.gap()
        self.lines.place(place)
        subject = _subject(message)
        if subject:
            self.lines.add(subject if _TITLE.search(text) else f"# {subject}")
            self.lines.gap()
        self.lines.add_all(Extract(text), place)
        for part in _attachments(message):
            self._attachment(part, place)

    def _attachment(self, part: Message, place: str) -> None:
        self.parts += 1
        if self.parts > _MAX_PARTS:
            raise SourceTooLarge(f"the mail has more than {_MAX_PARTS} attachments")
        if part.get_content_type() == "message/rfc822":
            for inner in _children(part):
                self._message(inner, " ".join(filter(None, (place, "attached mail"))))
            return
        name = _decoded(part.get_filename() or "")
        data = _content(part)
        if not name or not data or part.get_content_maintype() in ("image", "audio", "video"):
            return
        where = " ".join(filter(None, (place, name)))
        try:
            form = recognised(data, name)
            found = FORMS[form].extract(data)
        except CrmError as error:
            self.unread.append((len(self.lines.found) + 1, f"{where}: {error.message}"))
            return
        self.lines.gap()
        self.lines.place(where)
        self.lines.add_all(found, where)


def _children(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts of a mail that have no parts of their own, or are mails themselves."""
    if not message.is_multipart() or message.get_content_type() == "message/rfc822":
        yield message
        return
    for part in _children(message):
        yield from _leaves(part)


def _is_body(part: Message) -> bool:
    kind = part.get_content_type()
    return (
        kind in ("text/plain", "text/html")
        and part.get_content_disposition() != "attachment"
        and not part.get_filename()
    )


def _bodies(message: Message) -> Iterator[list[tuple[str, str]]]:
    """Yield the bodies, each as the ways it is said in: the kind and the text of each."""
    if message.get_content_type() == "message/rfc822":
        for part in _children(message):
            yield from _bodies(part)
    elif message.get_content_type() == "multipart/alternative":
        yield [(part.get_content_type(), _text(part)) for part in _leaves(message) if _is_body(part)]
    elif message.is_multipart():
        for part in _children(message):
            if part.get_content_type() != "message/rfc822":
                yield from _bodies(part)
    elif _is_body(message):
        yield [(message.get_content_type(), _text(message))]


def _attachments(message: Message) -> Iterator[Message]:
    return (part for part in _leaves(message) if part is not message and not _is_body(part))


def _fuller(alternatives: list[tuple[str, str]]) -> str:
    """Return the way that says most of what a body says, HTML before text."""
    pages = [text for kind, text in alternatives if kind == "text/html"]
    texts = [text for kind, text in alternatives if kind != "text/html"]
    page, text = max(pages, key=len, default=""), max(texts, key=len, default="")
    return page if _letters(page) >= _BY_CHARACTERS * _letters(text) else text


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _text(part: Message) -> str:
    text, _ = decode(_content(part), part.get_content_charset())
    return html_lines(text, is_titled=False) if part.get_content_type() == "text/html" else text


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _subject(message: Message) -> str:
    """Return the subject, without what answering, forwarding and filing put before it: *Fwd: [CP] …*."""
    raw = next((str(value) for name, value in message.raw_items() if name.lower() == "subject"), "")[:_MAX_SUBJECT]
    if not raw.isascii():  # no header may hold such letters, and many do
        raw = decode(raw.encode("utf-8", "surrogateescape"))[0]
    return _without_label(_FORWARDED.sub("", _decoded(raw), count=1).strip())


def _without_label(subject: str) -> str:
    """Return a subject without the kind of text it says it is: *Communiqué de presse – …*.

    >>> _without_label("[CP] Une forêt"), _without_label("Communiqué : une forêt"), _without_label("Forêt : 1")
    ('Une forêt', 'une forêt', 'Forêt : 1')
    """
    text = _FILED.sub("", subject)
    found = _AFTER_LABEL.search(text)
    is_label = found is not None and fold(text[: found.start()]) in words().phrases["title.labels"]
    return text[found.end() :] if found is not None and is_label else text


def _decoded(header: str) -> str:
    try:
        text = str(make_header(decode_header(header)))
    except (ValueError, LookupError):
        text = header
    return " ".join(text.encode("utf-8", "replace").decode().split())
