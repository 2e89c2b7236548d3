"""What scanners ask any server for: files left lying about, ways up the tree, and two requests that look like one."""

from tests.trust.odd_requests import HOST, get

# Of the folder that the server runs in and of its data, and what other products leave.
FILES = [
    ".git/HEAD",
    ".git/config",
    ".gitignore",
    ".svn/entries",
    ".env",
    ".env.bak",
    ".htpasswd",
    ".ci/run",
    ".venv/pyvenv.cfg",
    ".DS_Store",
    "settings.py",
    "healthkb/settings.py",
    "manage.py",
    "pyproject.toml",
    "requirements.txt",
    "Makefile",
    "README.md",
    "Dockerfile",
    "var/secret_key",
    "secret_key",
    "var/demo_passwords",
    "demo_passwords",
    "var/healthkb.sqlite3",
    "healthkb.sqlite3",
    "throwaway.sqlite3",
    "db.sqlite3",
    "rate-counts",
    "var/rate-counts",
    "cache/",
    "backup.zip",
    "backup.tar.gz",
    "backup.sql",
    "dump.sql",
    "database.sql",
    "index.php",
    "index.html~",
    "index.bak",
    "phpinfo.php",
    "wp-login.php",
    "xmlrpc.php",
    "cgi-bin/test.cgi",
    "server-status",
    "actuator/env",
    "debug/pprof/",
    "__debug__/",
    "console",
    "metrics",
    "metrics/",
    "env",
    "config.json",
    "web.config",
    "WEB-INF/web.xml",
    "graphql",
    "api-docs",
    "swagger.json",
    "node_modules/",
    "admin/doc/",
    "api/v1/users/",
    "api/v1/keys/",
    "api/v1/admin/",
]
UP = (
    "../{}",
    "..%2f{}",
    "..%252f{}",
    "%2e%2e/{}",
    "%252e%252e%252f{}",
    "..%5c{}",
    "..;/{}",
    "....//{}",
    "%c0%ae%c0%ae/{}",
    "%2f{}",
    "admin/../../{}",
    "images/%2e%2e/%2e%2e/{}",
)
SECRETS = ("secret_key", "throwaway.sqlite3", "etc/passwd", "../../../../../../etc/passwd")
ADDRESSES = [f"/{file}" for file in FILES]
ADDRESSES += [f"/{folder}/{way.format(file)}" for folder in ("static", "media") for way in UP for file in SECRETS]
METHODS = [
    "TRACE",
    "TRACK",
    "CONNECT",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "SEARCH",
    "DEBUG",
    "PURGE",
    "PUT",
    "DELETE",
    "PATCH",
]
PLACES = ("/", "/api/v1/articles/", "/admin/login/", "/static/admin/css/base.css", "/healthz", "/media/a.png", "*")

LARGE = {
    "1,300 ranges": get("/static/admin/css/base.css", b"Range: bytes=" + b",".join([b"0-9"] * 1300) + b"\r\n"),
    "range to 10^20": get("/static/admin/css/base.css", b"Range: bytes=0-99999999999999999999\r\n"),
    "last 10^20 bytes": get("/static/admin/css/base.css", b"Range: bytes=-99999999999999999999\r\n"),
    "5,000 cookies": get("/admin/login/", b"Cookie: " + b"".join(b"c%d=1; " % each for each in range(5000)) + b"\r\n"),
    "cookie of 60,000 characters": get("/admin/login/", b"Cookie: sessionid=" + b"a" * 60_000 + b"\r\n"),
    "400,000 characters of headers": get("/", b"".join(b"X-%d: %s\r\n" % (each, b"a" * 4000) for each in range(100))),
    "5,000 proxies": get("/api/v1/search/?q=a", b"X-Forwarded-For: " + b"1.1.1.1, " * 5000 + b"\r\n"),
    "odd codings": get("/api/v1/articles/", b"Accept-Encoding: gzip;q=nan, br;q=inf, *;q=-1, ;q=\r\n"),
    "addresses of others": get(
        "/admin/", b"X-Original-URL: /x\r\nX-Forwarded-Prefix: /x\r\nX-HTTP-Method-Override: PUT\r\n"
    ),
}

HIDDEN = b"GET /hidden HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
JSON = b'{"text":"leg"}'
CHUNKS = b"e\r\n" + JSON + b"\r\n0\r\n\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(JSON)


def posted(headers: bytes, body: bytes) -> bytes:
    start = b"POST /api/v1/triage/match/ HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
    return start + headers + b"\r\n" + body + HIDDEN


# Where one request ends is not said, or said twice. Whoever reads on finds another in it.
AMBIGUOUS = {
    "length and chunks": posted(b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
    "chunks and length": posted(b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", CHUNKS),
    "a coding of nobody": posted(LENGTH + b"Transfer-Encoding: xchunked\r\n", JSON),
    "a space before the colon": posted(b"Transfer-Encoding : chunked\r\n", CHUNKS),
    "chunked and identity": posted(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", CHUNKS),
    "chunked, then identity": posted(b"Transfer-Encoding: chunked, identity\r\n", CHUNKS),
    "a vertical tab": posted(LENGTH + b"Transfer-Encoding: \x0bchunked\r\n", JSON),
    "chunks in HTTP/1.0": posted(b"Transfer-Encoding: chunked\r\n", CHUNKS).replace(b"HTTP/1.1", b"HTTP/1.0", 1),
    "two lengths in one": posted(b"Content-Length: 14, 14\r\n", JSON),
    "a length with a sign": posted(b"Content-Length: +14\r\n", JSON),
    "a length past 64 bits": posted(b"Content-Length: 99999999999999999999\r\n", JSON),
    "a chunk of -1": posted(b"Transfer-Encoding: chunked\r\n", b"-1\r\n" + CHUNKS),
    "a chunk of 0xe": posted(b"Transfer-Encoding: chunked\r\n", b"0x" + CHUNKS),
    "a chunk past 64 bits": posted(b"Transfer-Encoding: chunked\r\n", b"fffffffffffffffff\r\n" + CHUNKS),
    "a chunk that is longer": posted(b"Transfer-Encoding: chunked\r\n", b"3\r\n" + JSON + b"\r\n0\r\n\r\n"),
    "chunks by line feeds": posted(b"Transfer-Encoding: chunked\r\n", CHUNKS.replace(b"\r\n", b"\n")),
    "a line feed in a chunk's extension": posted(b"Transfer-Encoding: chunked\r\n", b"e;a\n" + CHUNKS[3:]),
    "a header in a header": posted(b"X-A: a\rTransfer-Encoding: chunked\r\n" + LENGTH, JSON),
    "NUL in a header": posted(b"X-A: a\x00b\r\n" + LENGTH, JSON),
}
