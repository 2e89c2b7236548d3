import json
from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class BoundedJSONParser(JSONParser):
    """JSON that is nested too deeply to read, or whose text no UTF-8 can hold, is a mistake of the sender."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read()
        try:
            value = super().parse(BytesIO(body), media_type, parser_context)
            if b"\\" in body or (parser_context or {}).get("encoding", "utf-8") != "utf-8":
                json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ParseError("The body holds half a character: a surrogate without its other half.") from None
        except RecursionError:
            raise ParseError("The body is nested too deeply.") from None
        return value
