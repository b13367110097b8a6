"""How a contact block looks: templates, which a house can put its own before."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from crm.blocks.content import content_of
from crm.errors import InvalidChoice, MissingExtra, TemplateInvalid

if TYPE_CHECKING:
    import os

    from crm.answers import Answers

__all__ = ["FORMATS", "Style", "block"]

FORMATS: Final = ("text", "markdown", "html")
_MARKDOWN: Final = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_[]<>#|~"})


@dataclass(frozen=True)
class Style:
    """Templates called ``text.j2``, ``markdown.j2`` and ``html.j2``: those of a `folder` go before ours.

    A template is given a `crm.blocks.Block` by the names of its fields. HTML is escaped whole, Markdown by the filter
    ``md``; ``mailto`` makes a link of an address. Templates run in a sandbox: they see the block and nothing else.
    """

    folder: str | os.PathLike[str] | None = None

    @cached_property
    def _environment(self) -> Any:
        try:
            from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined
            from jinja2.sandbox import ImmutableSandboxedEnvironment
        except ImportError as error:
            raise MissingExtra("templates", error.name or "jinja2") from None
        own = [] if self.folder is None else [FileSystemLoader(self.folder)]
        made = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([*own, PackageLoader("crm.blocks")]),
            autoescape=lambda name: name is not None and name.startswith("html"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        made.filters |= {"md": _markdown, "mailto": _mailto}
        return made

    def render(self, format: str, content: object) -> str:  # noqa: A002 - what people call it
        """Return what the template of `format` makes of the fields of a dataclass.

        Raises:
            InvalidChoice: there is no such format.
            TemplateInvalid: the template is wrong; the message says where.
            MissingExtra: the extra ``templates`` is needed.
        """
        if format not in FORMATS:
            raise InvalidChoice(format, "no contact block is written in it", hint=f"one of {', '.join(FORMATS)}")
        environment = self._environment
        from jinja2 import TemplateError

        try:
            text: str = environment.get_template(f"{format}.j2").render(asdict(content))  # type: ignore[call-overload]
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            where = f" line {line}" if line else ""
            raise TemplateInvalid(f"the template {format}.j2{where} is wrong: {error}") from error
        return text


def block(
    found: Answers,
    language: str,
    format: str = "text",  # noqa: A002 - what people call it
    *,
    region: str = "FR",
    no_break: bool = False,
    style: Style | None = None,
) -> str:
    """Return the contact block of these answers in `language` (fr, en, de, es), as text, Markdown or HTML.

    It reads back as the same contacts.

    Raises:
        InvalidChoice: there is no such language or format.
        TemplateInvalid: a template of the house is wrong.
        MissingExtra: the extra ``templates`` is needed.
    """
    return (style or Style()).render(format, content_of(found, language, region=region, no_break=no_break))


def _markdown(text: str) -> str:
    return str(text).translate(_MARKDOWN)


def _mailto(address: str) -> str:
    return f"mailto:{quote(str(address), safe='@')}"
