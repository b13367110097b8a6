"""How a contact block looks: templates, which a house can put its own before."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any, Final

from crm.blocks.as_printed import printed_of
from crm.blocks.content import content_of
from crm.blocks.escaping import Escaped, mailto, markdown
from crm.errors import InvalidChoice, MissingExtra, TemplateInvalid

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from crm.answers import Answers
    from crm.blocks.block import Block
    from crm.models import Coverage

__all__ = ["FORMATS", "Style", "block", "printed_block"]

FORMATS: Final = ("text", "markdown", "html")
_OURS: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Style:
    """Templates called ``text.j2``, ``markdown.j2`` and ``html.j2``: those of a `folder` go before ours.

    A template is given a `crm.blocks.Block` by the names of its fields. What it prints is escaped for its format,
    in what it includes too; ``mailto`` makes a link of an address. Ours are ``crm/text.j2`` and so on, to be included.
    Templates run in a sandbox: they see the block and nothing else.
    """

    folder: str | os.PathLike[str] | None = None

    def render(self, format: str, content: Block) -> str:  # noqa: A002 - what people call it
        """Return what the template of `format` makes of a block; of one without contacts, nothing.

        Raises:
            InvalidChoice: there is no such format.
            TemplateInvalid: the template is wrong; the message says in which line.
            MissingExtra: the extra ``templates`` is needed.
        """
        if format not in FORMATS:
            raise InvalidChoice(format, "no contact block is written in it", hint=f"one of {', '.join(FORMATS)}")
        environment = _environment(format, None if self.folder is None else str(self.folder))
        if not content.groups:
            return ""
        try:
            text: str = environment.get_template(f"{format}.j2").render(_fields(format, content))
        except Exception as error:
            raise _invalid(f"{format}.j2", error) from error
        return text


def block(
    found: Answers,
    language: str,
    format: str = "text",  # noqa: A002 - what people call it
    *,
    region: str = "FR",
    no_break: bool = False,
    narrow: bool = False,
    style: Style | None = None,
) -> str:
    """Return the contact block of these answers in `language` (fr, en, de, es), as text, Markdown or HTML.

    It reads back as the same contacts. When nobody can be reached it is empty: a heading above nothing helps no one.

    Raises:
        InvalidChoice: there is no such language or format.
        InvalidCountry: the region is no country.
        TemplateInvalid: a template of the house is wrong.
        MissingExtra: the extra ``templates`` is needed.
    """
    content = content_of(found, language, region=region, no_break=no_break, narrow=narrow)
    return (style or Style()).render(format, content)


def printed_block(
    coverages: Iterable[Coverage],
    language: str,
    format: str = "text",  # noqa: A002 - what people call it
    *,
    region: str = "FR",
    no_break: bool = False,
    narrow: bool = False,
    style: Style | None = None,
) -> str:
    """Return the contact block of what was printed: as `block`, of the snapshots of these coverages.

    Raises:
        InvalidChoice: there is no such language or format.
        InvalidCountry: the region is no country.
        TemplateInvalid: a template of the house is wrong.
        MissingExtra: the extra ``templates`` is needed.
    """
    content = printed_of(coverages, language, region=region, no_break=no_break, narrow=narrow)
    return (style or Style()).render(format, content)


@cache
def _environment(format: str, folder: str | None) -> Any:  # noqa: A002 - what people call it
    """Return the environment of one format: what a template includes is escaped as the template is."""
    try:
        from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as error:
        raise MissingExtra("templates", error.name or "jinja2") from None
    ours = FileSystemLoader(_OURS)
    own = [] if folder is None else [FileSystemLoader(folder)]
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, ours, PrefixLoader({"crm": ours})]),
        autoescape=format == "html",
        finalize=markdown if format == "markdown" else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"md": markdown, "mailto": mailto}
    return made


def _fields(format: str, content: Block) -> dict[str, Any]:  # noqa: A002 - what people call it
    """Return what a template sees; the words that are ours need no escaping in Markdown."""
    fields = asdict(content)
    if format == "markdown":
        fields["say"] = {name: Escaped(words) for name, words in content.say.items()}
    return fields


def _invalid(name: str, error: Exception) -> TemplateInvalid:
    """Say which line of which template is wrong: that of an error of syntax, else the last one that ran."""
    line = getattr(error, "lineno", None)
    name = getattr(error, "name", None) or name
    if not line:
        ran = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
        name, line = (Path(ran[-1].filename).name, ran[-1].lineno) if ran else (name, None)
    where = f", line {line}," if line else ""
    return TemplateInvalid(f"the template {name}{where} is wrong: {error}")
