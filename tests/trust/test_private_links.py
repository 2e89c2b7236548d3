"""The nginx of the example writes no private link into its log."""

import re

from tests.test_repository import ROOT
from tests.trust.addresses import address_of, patterns

CONF = (ROOT / "docs/examples/nginx.conf").read_text()


def test_no_address_with_a_token_is_written_down() -> None:
    (pattern,) = re.findall(r'"~(\^.+)" \$start/\*;', CONF)
    hidden = re.compile(pattern.replace("(?<", "(?P<"))
    values = dict.fromkeys(("token", "question token", "report token", "slug", "picture", "question", "batch"), "zqhay")
    found = {each: hidden.match(address_of(each, values)) for each in patterns() if not each.startswith("admin/")}
    private = {each for each in found if "token>" in each}
    assert len(private) > 5
    assert {each for each, match in found.items() if match} == private
    assert [match["start"] for match in found.values() if match and "zqhay" in match["start"]] == []
    assert "access_log /var/log/nginx/access.log told;" in CONF
    assert not re.search(r"log_format .*(\$request\b|request_uri|args|remote|referer)", CONF)
