import json
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Cause, ImportBatch
from articles.sheets.batches import pages, uploading, work_on_imports
from tests.articles.sheets.builders import edited, exported, make_importer, workbook
from tests.builders import AT, edit, make_cause, make_remedy, publish_now

ROWS = [["slug", "name"], ["a", "A"]]


def run(*args: object, **options: Any) -> str:
    out = StringIO()
    call_command(*map(str, args), stdout=out, **options)
    return out.getvalue()


def code_of(*args: object, **options: object) -> int:
    with pytest.raises(CommandError) as caught:
        run(*args, **options)
    return caught.value.returncode


@pytest.fixture
def editor(db: None) -> str:
    return make_importer(username="editor").username


@pytest.mark.parametrize("name", ["base.xlsx", "base.zip"])
def test_export_and_import_change_nothing(editor: str, tmp_path: Path, name: str) -> None:
    make_cause(slug="a", description="=1+1")
    run("export_kb", tmp_path / name)
    report = json.loads(run("import_kb", tmp_path / name, by=editor, format="json"))
    assert (report["problems"], report["saved"]) == ([], True)
    assert report["sheets"]["Causes"] == {"new": 0, "changed": 0, "unchanged": 1, "removed": 0, "conflicts": 0}
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_one_sheet_as_csv(editor: str, tmp_path: Path) -> None:
    make_cause(slug="a")
    run("export_kb", tmp_path / "x.csv", kinds=["causes"])
    assert "Causes: 1 unchanged\nSaved as drafts.\n" == run("import_kb", tmp_path / "x.csv", by=editor, sheet="Causes")


def test_only_what_readers_have(db: None, tmp_path: Path) -> None:
    live = make_cause(slug="live")
    make_cause(slug="draft")
    publish_now(live)
    run("export_kb", tmp_path / "x.csv", kinds=["Causes"], published=True)
    text = (tmp_path / "x.csv").read_text("utf-8-sig")
    assert ('"live"' in text, '"draft"' in text) == (True, False)


def test_a_dry_run_saves_nothing(editor: str, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(workbook(Causes=ROWS))
    assert run("import_kb", tmp_path / "x.xlsx", by=editor, dry_run=True) == "Causes: 1 new\nNot saved.\n"
    assert (Cause.objects.count(), ImportBatch.objects.get().state) == (0, "cancelled")
    assert run("import_kb", tmp_path / "x.xlsx", by=editor) == "Causes: 1 new\nSaved as drafts.\n"


@pytest.fixture
def taken(editor: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that the worker finds waiting, and begins to compare, while ``import_kb`` does."""
    store_sample = pages.store_sample

    def slow(batch: ImportBatch, file: Any) -> None:
        store_sample(batch, file)
        monkeypatch.setattr(uploading, "store_sample", store_sample)
        begun_by_the_worker()

    monkeypatch.setattr(uploading, "store_sample", slow)
    (tmp_path / "x.xlsx").write_bytes(workbook(Causes=ROWS))
    return tmp_path / "x.xlsx"


def begun_by_the_worker() -> None:
    uploading._begin(ImportBatch.objects.get())


def each_second(monkeypatch: pytest.MonkeyPatch, happens: Callable[[int], object]) -> None:
    seconds = iter(range(1, 1_000))
    monkeypatch.setattr(time, "sleep", lambda _: happens(next(seconds)))


def test_a_file_that_the_worker_took_is_saved_once_the_worker_is_done(
    editor: str, taken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def happens(second: int) -> None:
        if second == 900:
            work_on_imports(now=lambda: AT)
        elif second % 100 == 0:
            ImportBatch.objects.update(progress=second)

    each_second(monkeypatch, happens)
    assert run("import_kb", taken, by=editor) == "Causes: 1 new\nSaved as drafts.\n"
    assert ImportBatch.objects.get().attempt == 3  # its own, the worker's, and the worker's that was done


def test_a_file_that_was_taken_by_a_worker_that_died_is_saved_all_the_same(
    editor: str, taken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    each_second(monkeypatch, lambda second: None)
    assert run("import_kb", taken, by=editor) == "Causes: 1 new\nSaved as drafts.\n"


def test_a_file_that_is_begun_again_and_again_is_given_up(
    editor: str, taken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def happens(second: int) -> None:
        if second % 150 == 0:
            begun_by_the_worker()

    each_second(monkeypatch, happens)
    with pytest.raises(CommandError, match="began to compare this file 5 times") as caught:
        run("import_kb", taken, by=editor)
    assert (caught.value.returncode, ImportBatch.objects.get().state, Cause.objects.count()) == (5, "cancelled", 0)


def test_exit_codes_tell_scripts_what_happened(editor: str, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    assert code_of("import_kb", file, by="nobody") == 2
    assert code_of("import_kb", file, by=editor) == 2
    assert code_of("export_kb", tmp_path / "x.pdf") == 2
    assert code_of("export_kb", file, kinds=["Cuases"]) == 2
    file.write_bytes(b"%PDF-1.7")
    assert code_of("import_kb", file, by=editor) == 4
    file.write_bytes(workbook(Causes=[["slug"], ["a"]]))
    assert code_of("import_kb", file, by=editor) == 1
    make_importer(username="other", is_superuser=False)
    assert code_of("import_kb", file, by="other") == 5
    assert Cause.objects.count() == 0


def test_conflicts_are_left_to_a_person(editor: str, tmp_path: Path) -> None:
    cause = make_cause(slug="a", description="Old.")
    (tmp_path / "x.xlsx").write_bytes(edited(exported("Causes"), "Causes", 1, "description", "Mine."))
    edit(cause, description="Theirs.")
    assert code_of("import_kb", tmp_path / "x.xlsx", by=editor) == 3
    run("import_kb", tmp_path / "x.xlsx", by=editor, conflicts="overwrite")
    cause.refresh_from_db()
    assert cause.description == "Mine."


def test_remedies_are_not_touched_by_a_file_of_causes(editor: str, tmp_path: Path) -> None:
    remedy = make_remedy()
    (tmp_path / "Causes.csv").write_text("slug,name\na,A\n")
    run("import_kb", tmp_path / "Causes.csv", by=editor)
    remedy.refresh_from_db()
    assert remedy.edit_number == 1


def test_columns_are_matched_in_one_list_or_in_several(editor: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Illness\nGout\n")
    name = (
        "import_kb",
        path,
        "--by",
        editor,
        "--sheet",
        "Causes",
        "--match",
        "slug=Illness",
        "--match",
        "name=Illness",
    )
    run(*name, "--same", "description=A swollen toe.", "--same", "serious=no")
    assert Cause.objects.values_list("slug", "title", "description").get() == ("gout", "Gout", "A swollen toe.")
