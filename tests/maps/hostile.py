"""Texts that try to become code, and a reader of pages that sees what a browser would load and run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

#: 1234 * 1000 shows as 1234000 where a template or a script ran it.
RAN = "1234000"
PAYLOADS = (
    "{{1234*1000}}",
    "{% for x in range(3) %}1234000{% endfor %}",
    "{# a comment #}",
    "${1234*1000}",
    "`+1234*1000+`",
    "#{1234*1000}",
    "</script><script>document.title=1234*1000</script>",
    "<img src=x onerror=alert(1)>",
    "<!--<script>",
    '"><svg onload=alert(1)>',
    "'+1234*1000+'",
    "\\u003cscript\\u003e",
    "a\u2028alert(1)\u2029b",
    "\u202egnp.exe\u202c",
    "]]>&lt;b&gt;",
    "nul\x00 bell\x07",
)


class Page(HTMLParser):
    """The elements of a page: its scripts, its data, its policy and every address in an attribute."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[tuple[str, str]] = []  # type, content
        self.styles: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.policy = ""
        self.tags: list[str] = []
        self._open = ""
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.addresses += [given[name] for name in ("src", "href", "srcset", "action", "data") if name in given]
        self.handlers += [name for name in given if name.startswith("on")]
        if given.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = given["content"]
        if tag == "script":
            self.scripts.append((given.get("type", ""), ""))
        if tag == "style":
            self.styles.append("")
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            kind, content = self.scripts[-1]
            self.scripts[-1] = (kind, content + data)
        elif self._open == "style":
            self.styles[-1] += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        """What is written outside scripts and styles."""
        return " ".join(" ".join(self.words).split())

    def unlisted_scripts(self) -> list[str]:
        """Scripts that would run but that the policy does not name."""
        running = [content for kind, content in self.scripts if kind != "application/json"]
        hashes = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in running)
        return [h for h in hashes if f"'sha256-{h}'" not in self.policy]

    def loads(self) -> list[str]:
        """Addresses that a browser would fetch: attributes, imports and images of style sheets."""
        of_styles = [u for s in self.styles for u in re.findall(r"url\(\s*['\"]?([^'\")]*)|@import[^;]*", s)]
        return [a for a in (*self.addresses, *of_styles) if a and not a.startswith(("data:", "#"))]


def packed_in(page: Page) -> dict[str, Any]:
    """What a page that opens from disk carries, as it is written in it."""
    start = "window.SITMAP_PACKED="
    (script,) = [content for _kind, content in page.scripts if content.startswith(start)]
    found: dict[str, Any] = json.loads(script[len(start) :].rstrip(";"))
    return found
