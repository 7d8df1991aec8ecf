"""A form as a browser would send it: every field of it, with the value that it holds."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.by_action: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.by_action.setdefault(given.get("action", ""), {})
        if self._fields is None:
            return
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "input" and name and (kind not in {"radio", "checkbox"} or "checked" in given):
            self._fields.setdefault(name, given.get("value", ""))
        if tag == "select":
            self._select = name
        if tag == "option" and self._select and ("selected" in given or self._select not in self._fields):
            self._fields[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None
        if tag == "select":
            self._select = ""


def fields_of(html: str, action: str) -> dict[str, str]:
    """What the first form with this action would send untouched, without its CSRF token, which changes each second."""
    return {name: value for name, value in _Forms(html).by_action[action].items() if name != "csrf_token"}
