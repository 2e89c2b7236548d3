from articles.models import Wording

from ..fields import Codes, Field, Private, References, Rich, Rows
from ..registry import DocumentKind
from .facets import facets_of

WORDING = DocumentKind(
    name="wording",
    collection="wording",
    label="reader wording",
    model=Wording,
    fields=(
        Field("title", "name"),
        Field("country"),
        Field("emergency_number"),
        Rich("disclaimer"),
        Rich("safety_net"),
        Rows("levels", of=(Field("urgency"), Field("label"), Field("timeframe"), Rich("action"))),
        Private("review_interval_months"),
        References(),
        Codes(),
    ),
    summary=("name", "country", "emergency_number"),
    facets=facets_of("country"),
    filters={"country": ()},
)
