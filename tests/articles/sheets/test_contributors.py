"""Contributors in the workbook: the column of their kind came later than the others."""

import pytest

from articles.models import Contributor
from articles.sheets.batches import changes_on
from articles.sheets.columns import sheet_titled
from articles.sheets.plan.revision import revision, signature

from .builders import import_now, said, upload_now, workbook

pytestmark = pytest.mark.django_db


def test_a_workbook_exported_before_a_column_was_added_is_compared_in_the_columns_it_has() -> None:
    """With the new column put in by hand, which is simply written."""
    Contributor.objects.create(slug="sam", name="Sam", role="expert", credentials="Doctor")
    *before, new = sheet_titled("Contributors").headings
    said_then = revision(signature(before), ["sam", "Sam", "Expert", "", ""])
    table = [[*before, new, "_action", "_rev"], ["sam", "Sam", "Expert", "Nurse", "", "Team", "", said_then]]
    batch = upload_now(workbook(Contributors=table))
    [change] = changes_on(batch.pages.get(part="changes"))
    assert [tuple(conflict) for conflict in change.conflicts] == [("credentials", "", "Doctor", "Nurse")]
    assert (change.before, change.after) == ({"kind": "Person"}, {"kind": "Team"})


def test_a_new_contributor_is_a_person_unless_the_workbook_says_otherwise() -> None:
    plain = [["slug", "name", "role"], ["sam", "Sam", "Expert"]]
    team = [["slug", "name", "role", "kind"], ["us", "Us", "Author", "team"]]
    wrong = [["slug", "name", "role", "kind"], ["it", "It", "Author", "Robot"]]
    for table in (plain, team):
        import_now(workbook(Contributors=table))
    assert said(upload_now(workbook(Contributors=wrong))) == [
        "Contributors, row 2, kind: “Robot” is not in the list. Use: Person, Team."
    ]
    assert dict(Contributor.objects.values_list("slug", "kind")) == {"sam": "person", "us": "team"}
