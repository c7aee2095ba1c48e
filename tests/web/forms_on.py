"""Read a page as a browser does: its forms with what stands in them, and its words; for the tests of pages."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

SILENT = ("script", "style", "title", "desc")
INLINE = ("a", "abbr", "b", "bdi", "code", "em", "i", "ins", "del", "q", "span", "strong", "svg", "path", "time")


@dataclass
class FormOnPage:
    """`action` is "" when the form goes to the page's own address; `fields` holds what a browser would send."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)

    def filled(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The fields with other values typed in; a field set to None is not sent."""
        values: dict[str, Any] = {**self.fields, **typed}
        return {name: value for name, value in values.items() if value is not None}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FormOnPage] = []
        self.words: list[str] = []
        self._form: FormOnPage | None = None
        self._area, self._select = "", ""
        self._options: list[tuple[str, bool]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        name = about.get("name", "")
        self._part(tag)
        if tag == "form":
            self._form = FormOnPage(about.get("action", ""), about.get("method", "get"))
            self.forms.append(self._form)
        elif tag == "input":
            if about.get("type") not in ("radio", "checkbox") or "checked" in about:
                self._put(name, about.get("value", ""))
        elif tag == "button" and self._form:
            self._form.buttons.append(name)
        elif tag == "textarea":
            self._area = name
            self._put(name, "")
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select:
            self._options.append((about.get("value", ""), "selected" in about))
        self._silent += tag in SILENT

    def handle_data(self, data: str) -> None:
        if self._area and self._form:
            # A line break right after the tag is not part of the text.
            typed = data.removeprefix("\n") if not self._form.fields[self._area][-1] else data
            self._form.fields[self._area][-1] += typed
        elif not self._silent:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select" and self._options:
            chosen = next((value for value, selected in self._options if selected), self._options[0][0])
            self._put(self._select, chosen)
            self._select = ""
        self._silent -= tag in SILENT

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self.words.append(" ")

    def _put(self, name: str, value: str) -> None:
        if self._form and name:
            self._form.fields.setdefault(name, []).append(value)


def forms_on(page: str) -> list[FormOnPage]:
    """Every form of a page, in order."""
    return _read(page).forms


def words_on(page: str) -> str:
    """What a reader sees, with single spaces, entities resolved; without what was typed into text areas."""
    return " ".join("".join(_read(page).words).split())


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader
