import json
from collections.abc import Iterable
from typing import Any

from django.db import models


class Among(models.Lookup):
    """``field__among=values``: an ``IN`` whose values are one parameter.

    Django looks at each value of an ``IN`` by itself and gives the database as many parameters, of which it takes only
    so many. Here thousands cost nothing. The values are those that the database stores; a text stands for what
    ``one_parameter`` makes of them later (``compiled.asked``).
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        value = self.rhs if isinstance(self.rhs, str) else one_parameter(connection, self.rhs)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", (*parameters, value)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*parameters, value)  # noqa: S608


def one_parameter(connection: Any, values: Iterable[Any]) -> Any:
    return list(values) if connection.vendor == "postgresql" else json.dumps(list(values))


models.Field.register_lookup(Among)
models.ForeignKey.register_lookup(Among)
