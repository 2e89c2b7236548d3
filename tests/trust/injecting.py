"""``python -m tests.trust.injecting PATH_OF_SQLMAP``: sqlmap on every GET of the demonstration as served.

Each parameter of the API's description, each slug in an address, and the forms of the site. Ends with 1 where something
can be injected, or where the server answered with an error of its own. What all lists of documents can be filtered by
is tried on one of them; `SQLMAP_ALL=1` tries it on each. `SQLMAP_ONLY="search changes"` tries addresses with
one of these words alone.
"""

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import django

from tests.bench.processes import free_port, granian, serving

OPTIONS = "--batch --level 2 --risk 1 --flush-session --disable-coloring --timeout 60 --retries 1"
OPTIONS += " --ignore-code 400,404,405,406,410,422,503"  # refusals, after which sqlmap would give up
LIMITS = ("search", "export", "triage", "preview", "questions", "feedback")
# Published by the demonstration: what is asked of a page that is not there is looked at less.
SLUGS = dict.fromkeys(("articles", "triage/protocols", "triage/vectors"), "thigh-twitching")
SLUGS |= {
    "causes": "alcohol",
    "faqs": "can-anxiety-cause-twitching",
    "red-flags": "anxiety",
    "remedies": "calf-stretch",
}
SLUGS |= {"remedies": "calf-stretch", "tests": "emg", "topics": "legs", "wording": "gb"}
# One piece of code reads what all these lists can be filtered by.
KINDS = ("articles", "causes", "faqs", "red-flags", "remedies", "tests", "topics", "triage/protocols", "wording")
ALL = bool(os.environ.get("SQLMAP_ALL"))
VALUES = {
    "page": "1",
    "page_size": "20",
    "after": "1",
    "limit": "10",
    "q": "muscle",
    "code": "icd-10:R25.3",
    "letter": "c",
    "state": "open",
}
VALUES |= {"id": "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "topic": "legs"}
VALUES |= dict.fromkeys(("modified_after", "modified_before", "reviewed_after", "reviewed_before"), "2026-06-01")
SITE = (
    "/search/?q=muscle&type=cause&topic=legs&page=1",
    "/questions/?q=muscle&page=1",
    "/topics/*/",
    "/articles/*/",
    "/causes/*/",
    "/triage/*/",
    "/sessions/*/",
    "/preview/*/",
    "/questions/status/*/",
    "/media/*",
    "/problems/*/",
)


def addresses() -> Iterator[str]:
    """A star is where sqlmap puts its own, besides the values of parameters."""
    from tests.trust.asking import _parameters, description  # needs the settings

    seen = set[tuple[bool, str]]()
    for path, operations in description()["paths"].items():
        if "get" not in operations:
            continue
        collection = path.removeprefix("/api/v1/").partition("/{")[0].strip("/")
        slug = SLUGS.get(collection, "legs")
        if "{" in path:
            yield re.sub(r"\{\w+\}", "*", path, count=1).replace("{slug}", slug)
        filled = re.sub(r"\{\w+\}", slug, path)
        parameters = _parameters(operations["get"])
        if any(each.get("required") for each in parameters):
            yield f"{filled}?{'&'.join(map(with_value, parameters))}"
            continue
        for each in parameters:
            place = ("{" in path, each["name"])
            if collection not in KINDS or place not in seen or ALL:
                yield f"{filled}?{with_value(each)}"
            if collection in KINDS:
                seen.add(place)
    yield from SITE


def with_value(parameter: Any) -> str:
    from tests.trust.asking import _enumerated

    named = _enumerated(parameter["schema"])
    value = VALUES.get(parameter["name"]) or (named[0] if named else "cramp")
    return f"{parameter['name']}={quote(value)}"


def main() -> None:
    sqlmap = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="healthkb-injecting-") as name:
        folder, port = Path(name), free_port()
        os.environ |= {
            "VAR_DIR": str(folder / "var"),
            "DJANGO_SETTINGS_MODULE": "tests.outage.settings",
            "SECRET_KEY": "a key for this test alone, which is long enough to be one",
            "DEMONSTRATION": "1",
            "RATE_LIMITS": ",".join(f"{each}:0" for each in LIMITS),
            "LOG_FORMAT": "json",
        }
        for command in ("migrate", "load_demo"):
            subprocess.run([sys.executable, "manage.py", command, "-v0"], check=True, stdout=subprocess.DEVNULL)
        django.setup()
        words = os.environ.get("SQLMAP_ONLY", "/").split()
        asked = [each for each in addresses() if any(word in each for word in words)]
        (folder / "urls").write_text("".join(f"http://127.0.0.1:{port}{each}\n" for each in asked))
        with (folder / "log").open("wb") as log:
            server = granian("healthkb.wsgi:application", port)
            with serving(server, port, {}, log=log):
                absent = [each for each in asked if "*" not in each and answer_of(port, each) != 200]
                run = [
                    sqlmap,
                    "-m",
                    str(folder / "urls"),
                    *OPTIONS.split(),
                    "--output-dir",
                    str(folder / "out"),
                ]
                subprocess.run(run, stdout=(folder / "told").open("wb"), stderr=subprocess.STDOUT, check=False)
        found = [row for file in (folder / "out").glob("results-*.csv") for row in csv.DictReader(file.open())]
        statuses = Counter(each["status"] for each in lines(folder / "log") if "status" in each)
        told = (folder / "told").read_text()
        tried = len(re.findall(r"testing for SQL injection on ", told))
        errors = re.findall(r"5\d\d \([\w ]+\) - \d+ times", told)
    print(f"{len(asked)} addresses, {tried} places tested, answers of Django: {dict(sorted(statuses.items()))}")
    print(f"not there, or not for everybody: {absent}")
    print(f"injectable: {found}, errors of the server: {errors}")
    sys.exit(bool(found) or bool(errors) or any(status >= 500 for status in statuses) or not tried)


def answer_of(port: int, address: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address)
        return connection.getresponse().status
    finally:
        connection.close()


def lines(log: Path) -> Iterator[dict[str, Any]]:
    for line in log.read_text(errors="replace").splitlines():
        if line.startswith("{"):
            yield json.loads(line)


if __name__ == "__main__":
    main()
