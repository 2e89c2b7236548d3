"""Requests as no browser sends them, by name: the bytes that go through the socket."""

import gzip
import json

HOST = b"Host: 127.0.0.1\r\n"
ASSESS = "/api/v1/triage/protocols/leg/assess/"
RESPONSE = "/api/v1/triage/protocols/leg/questionnaire-response/"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
LIST = "/api/v1/articles/"


def get(target: str | bytes = LIST, headers: bytes = b"", *, method: bytes = b"GET", host: bytes = HOST) -> bytes:
    path = target if isinstance(target, bytes) else target.encode()
    return method + b" " + path + b" HTTP/1.1\r\n" + host + headers + b"Connection: close\r\n\r\n"


def post(body: bytes, headers: bytes = b"Content-Type: application/json\r\n", target: str = ASSESS) -> bytes:
    length = b"Content-Length: %d\r\n" % len(body)
    return get(target, length + headers, method=b"POST") + body


def said(value: object) -> bytes:
    return post(json.dumps(value).encode())


ODD: dict[str, bytes] = {
    # targets
    "NUL in the path": get("/api/v1/articles/%00/"),
    "NUL in a value": get(f"{LIST}?slug=%00"),
    "NUL in a name": get(f"{LIST}?a%00b=1"),
    "path that is no UTF-8": get("/api/v1/articles/%ff%fe/"),
    "value that is no UTF-8": get(f"{LIST}?slug=%ff"),
    "lone surrogate": get(f"{LIST}?slug=%ED%A0%80"),
    "overlong slash": get("/api/v1/%c0%afarticles/"),
    "half a percent": get("/api/v1/articles/%"),
    "percent in a value": get(f"{LIST}?slug=%zz"),
    "raw bytes above 127": get(b"/api/v1/articles/\xc3\xa9/"),
    "up the tree": get("/api/v1/../../etc/passwd"),
    "up the tree, encoded": get("/media/..%2f..%2f..%2fetc%2fpasswd"),
    "up the tree, twice encoded": get("/media/%252e%252e/secret_key"),
    "media with NUL": get("/media/%00.png"),
    "media that is a folder": get("/media/"),
    "static up the tree": get("/static/../secret_key"),
    "two slashes": get("//api//v1//articles//"),
    "another host as path": get("//evil.example/"),
    "absolute form": get("http://evil.example/api/v1/articles/"),
    "backslashes": get("/api\\v1\\articles"),
    "no target": get(""),
    "star": get("*", method=b"OPTIONS"),
    "8,000 characters": get("/api/v1/articles/" + "a" * 8000 + "/"),
    "100,000 characters": get("/api/v1/articles/" + "a" * 100_000 + "/"),
    "10,000 parameters": get(LIST + "?" + "&".join(f"p{each}=1" for each in range(10_000))),
    "one name 5,000 times": get(LIST + "?" + "&".join(["slug=a"] * 5000)),
    "10,000 commas": get(f"{LIST}?slug={',' * 5000}"),
    "question marks": get("/api/v1/articles/????"),
    "newline in a value": get(f"{LIST}?slug=%0d%0aSet-Cookie:%20a=b"),
    "newline in the path": get("/api/v1/articles/%0d%0aSet-Cookie:%20a=b/"),
    "page 10^30": get(f"{LIST}?page={10**30}"),
    "page 5,000 digits": get(f"{LIST}?page={'9' * 5000}"),
    "page in other digits": get(f"{LIST}?page=%D9%A3"),
    "date of year 0": get(f"{LIST}?modified_after=0000-00-00"),
    "date of year 99999": get(f"{LIST}?modified_after=99999-01-01"),
    "date with an odd zone": get(f"{LIST}?modified_after=2026-01-01T00:00:00%2B99:99"),
    "changes after 2^64": get(f"/api/v1/changes/?after={2**64}"),
    "lookup of a long code": get("/api/v1/lookup/?code=icd-10:" + "A" * 900),
    "search of operators": get("/api/v1/search/?q=%22%20OR%20NEAR(*)%20AND%20%5E"),
    "search of NUL": get("/api/v1/search/?q=a%00b"),
    "search of 900 emoji": get("/api/v1/search/?q=" + "%F0%9F%98%80" * 50),
    "search of an empty phrase": get("/api/v1/search/?q=%22%22"),
    "bad token of a preview": get("/preview/a:b:c/"),
    "bad token of a question": get("/api/v1/questions/status/%00/"),
    # methods and headers
    "method of letters": get(method=b"BREW"),
    "method TRACE": get(method=b"TRACE"),
    "method in small letters": get(method=b"get"),
    "method of 2,000 letters": get(method=b"A" * 2000),
    "no host": get(host=b""),
    "two hosts": get(host=HOST + b"Host: evil.example\r\n"),
    "host of another": get(host=b"Host: evil.example\r\n"),
    "host with a user": get(host=b"Host: a@127.0.0.1\r\n"),
    "host with an odd port": get(host=b"Host: 127.0.0.1:port\r\n"),
    "host of odd bytes": get(host=b"Host: \xff\xfe\r\n"),
    "forwarded host": get(headers=b"X-Forwarded-Host: evil.example\r\n"),
    "ETag without quotes": get(headers=b"If-None-Match: abc\r\n"),
    "ETag of 8,000 characters": get(headers=b'If-None-Match: "' + b"a" * 8000 + b'"\r\n'),
    "5,000 ETags": get(headers=b"If-None-Match: " + b'"a",' * 2000 + b'"b"\r\n'),
    "date that is none": get(headers=b"If-Modified-Since: yesterday\r\n"),
    "date far away": get(headers=b"If-Modified-Since: Fri, 31 Dec 99999 23:59:59 GMT\r\n"),
    "odd Accept": get(headers=b"Accept: ;;;q=,,,/\r\n"),
    "Accept of a picture": get(headers=b"Accept: image/png\r\n"),
    "odd Accept-Language": get(headers=b"Accept-Language: " + b"x" * 5000 + b"\r\n"),
    "odd Range": get(headers=b"Range: bytes=9-1,-,a\r\n"),
    "odd cookie": get(headers=b"Cookie: sessionid=\xff; ;=;;a\r\n"),
    "cookie of 8,000 characters": get(headers=b"Cookie: sessionid=" + b"a" * 8000 + b"\r\n"),
    "odd Authorization": get(headers=b"Authorization: Bearer \xff\x00\r\n"),
    "Authorization of nothing": get(headers=b"Authorization:\r\n"),
    "header without a name": get(headers=b": value\r\n"),
    "header folded": get(headers=b"X-A: 1\r\n 2\r\n"),
    "300 headers": get(headers=b"".join(b"X-%d: 1\r\n" % each for each in range(300))),
    "HTTP/0.9": b"GET /api/v1/articles/\r\n\r\n",
    "HTTP/3.7": b"GET /api/v1/articles/ HTTP/3.7\r\n" + HOST + b"\r\n",
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 60,
    "upgrade": get(headers=b"Connection: Upgrade\r\nUpgrade: websocket\r\n"),
    # bodies
    "empty body": post(b""),
    "no JSON": post(b"{"),
    "a list": said([]),
    "a number": said(1),
    "null": said(None),
    "NaN": post(b'{"answers": NaN}'),
    "a number of 5,000 digits": post(b'{"answers": {"age": ' + b"9" * 5000 + b"}}"),
    "1e999": post(b'{"answers": {"age": 1e999}}'),
    "answers that are a list": said({"answers": [1]}),
    "answers that are text": said({"answers": "x"}),
    "an answer of an odd type": said({"answers": {"age": {"a": []}}}),
    "a key twice": post(b'{"answers": {}, "answers": 1}'),
    "NUL in an answer": said({"answers": {"\x00": "\x00"}}),
    "lone surrogate in an answer": post(b'{"answers": {"\\ud800": "\\udfff"}}'),
    "nested 100,000 times": post(b"[" * 100_000),
    "nested 100,000 times, closed": post(b'{"a":' * 50_000 + b"1" + b"}" * 50_000),
    "3 MB": post(b'"' + b"a" * 3_000_000 + b'"'),
    "50,000 answers": said({"answers": {str(each): 1 for each in range(50_000)}}),
    "UTF-16": post('{"answers": {}}'.encode("utf-16")),
    "with a BOM": post(b'\xef\xbb\xbf{"answers": {}}'),
    "no UTF-8": post(b'{"answers": {"\xff": 1}}'),
    "charset of nobody": post(b"{}", b"Content-Type: application/json; charset=nobody\r\n"),
    "gzip": post(gzip.compress(b'{"answers": {}}'), b"Content-Type: application/json\r\nContent-Encoding: gzip\r\n"),
    "form": post(b"age=1", b"Content-Type: application/x-www-form-urlencoded\r\n"),
    "multipart without a boundary": post(b"--x", b"Content-Type: multipart/form-data\r\n"),
    "multipart that ends early": post(b"--x\r\n", b"Content-Type: multipart/form-data; boundary=x\r\n"),
    "XML": post(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"Content-Type: application/xml\r\n"),
    "type of nobody": post(b"{}", b"Content-Type: ///\r\n"),
    "no type": post(b"{}", b""),
    "length that is none": get(ASSESS, b"Content-Length: x\r\n", method=b"POST"),
    "length below nothing": get(ASSESS, b"Content-Length: -1\r\n", method=b"POST"),
    "two lengths": get(ASSESS, b"Content-Length: 2\r\nContent-Length: 3\r\n", method=b"POST") + b"{}",
    "length and chunks": get(ASSESS, b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", method=b"POST")
    + b"0\r\n\r\n",
    "chunks": get(ASSESS, b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", method=b"POST")
    + b'e\r\n{"answers": {}\r\n1\r\n}\r\n0\r\n\r\n',
    "bad chunks": get(ASSESS, b"Transfer-Encoding: chunked\r\n", method=b"POST") + b"zz\r\n",
    "a body with GET": get(LIST, b"Content-Length: 2\r\n") + b"{}",
    "feedback of odd types": post(b'{"type": [], "slug": {}, "helpful": 9}', target="/api/v1/feedback/"),
    "a question of NUL": post(b'{"text": "\\u0000", "lang": "en"}', target="/api/v1/questions/"),
    "a report of surrogates": post(b'{"text": "\\ud800", "category": "x"}', target="/api/v1/problem-reports/"),
    "a match of surrogates": post(b'{"text": "\\ud800\\u202e"}', target="/api/v1/triage/match/"),
    "FHIR of nothing": post(
        b'{"resourceType": 1, "item": {}}', target=ASSESS.replace("assess", "questionnaire-response")
    ),
}
