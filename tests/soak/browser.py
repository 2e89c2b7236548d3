"""As much of a browser as an editor needs: cookies, and forms that send back what they were given."""

import http.client
import uuid
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode


class Unexpected(Exception):
    """An answer that nobody should get."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    location: str


@dataclass
class Browser:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, "")

    def post(self, path: str, values: dict[str, str], *, file: tuple[str, bytes] | None = None) -> Answer:
        if file is None:
            return self._ask("POST", path, urlencode(values).encode(), "application/x-www-form-urlencoded")
        mark = uuid.uuid4().hex
        parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in values.items()]
        parts.append(f'name="file"; filename="{file[0]}"\r\n\r\n'.encode() + file[1])
        start = f"--{mark}\r\nContent-Disposition: form-data; ".encode()
        body = b"".join(start + part + b"\r\n" for part in parts) + f"--{mark}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={mark}")

    def json(self, path: str, body: bytes) -> Answer:
        return self._ask("POST", path, body, "application/json")

    def _ask(self, method: str, path: str, body: bytes | None, content_type: str) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = content_type
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", ()):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, data, answer.headers.get("Location", ""))


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, str]] = [{}]
        self.text = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value, form = given.get("name") or "", given.get("value") or "", self.found[-1]
        if tag == "form":
            self.found.append({})
        elif tag == "input" and name and given.get("type") not in ("submit", "file", "button"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                form[name] = value or ("on" if given.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self.text = name
            form[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in form):
            form[self.select] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser leaves out the first line's end, and ends lines as the form's type asks.
            form = self.found[-1]
            form[self.text] = "\r\n".join(form[self.text].removeprefix("\n").splitlines())
            self.text = ""
        self.select = "" if tag == "select" else self.select

    def handle_data(self, data: str) -> None:
        if self.text:
            self.found[-1][self.text] += data


def form_with(field: str, page: Answer) -> dict[str, str]:
    """What the form of a page that has this field would send."""
    forms = _Forms()
    forms.feed(page.body.decode())
    for form in forms.found:
        if field in form:
            return form
    raise Unexpected(f"{page.status}, without a form that has {field}")
