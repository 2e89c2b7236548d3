import json
from typing import Any

from django.db import models


class Among(models.Lookup):
    """``field__among=values``: an ``IN`` whose values are one parameter.

    Django looks at each value of an ``IN`` by itself and gives the database as many parameters, of which it takes only
    so many. Here thousands cost nothing. The values are those that the database stores.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        values = list(self.rhs)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", (*parameters, values)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*parameters, json.dumps(values))  # noqa: S608


models.Field.register_lookup(Among)
models.ForeignKey.register_lookup(Among)
