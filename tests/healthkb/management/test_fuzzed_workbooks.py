"""Workbooks as a careless hand or a broken disk leaves them. Each is refused in words, or imported exactly.

``FUZZ_ROUNDS=2000`` tries more, ``FUZZ_SEED=7`` others. A failure names its seed, with which it comes again.
"""

import io
import os
import random
import zipfile
from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.models import TextField
from django.test import Client
from django.urls import reverse

from articles.models import ImportBatch, ImportState
from articles.sheets.batches import ImportRefused, confirm, conflict_count, preview, undo
from articles.sheets.columns import all_sheets
from articles.sheets.columns.cells import TextCell
from articles.sheets.export import csv_file
from articles.sheets.files.frames import pack
from articles.sheets.files.problem import FileProblem
from articles.sheets.files.read import ReadFile, Sheet, read_file
from healthkb.models import User
from tests.articles.sheets.builders import exported, make_importer, said, upload_now
from tests.articles.sheets.test_round_trip import whole_base
from tests.builders import AT
from tests.triage.builders import make_protocol

__all__ = ["whole_base"]
ROUNDS, FIRST = int(os.environ.get("FUZZ_ROUNDS", "24")), int(os.environ.get("FUZZ_SEED", "0")) * 1_000_000
SEEDS = range(FIRST, FIRST + ROUNDS)
Table = list[list[str]]
Tables = dict[str, Table]
WORDS = (
    *("", "en", "vi", "xx", "yes", "no", "TRUE", "maybe", "0", "7", "-1", "007", "1E5", "99999999999", "1.5"),
    *("2024-05-31", "2024-13-01", "31.5.2024", "archive", "replace", "remove", "Emergency", "emergency", "Cause"),
    *("{clear}", "{CLEAR}", "{text}{clear}", "{text}", '{codes}"\\u0000"', "{codes}oops", "{long:1}", "{long:x}", "{"),
    *("=1+1", "'=1+1", "+", "-", "@x", "\t=x", "a, b", ",,,", "a;b", "a\nb", "\r\n", "\\n", "\\", " spaces ", "<b>x"),
    *("\x00", "\x0b", "\x1f\x1e\x1b", "\x7f", "\u200b", "\ufffe", "_x0041_", "e\u0301", "مرحبا", "👩‍⚕️", "x" * 81),
    *("x" * 256, "x" * 20_001, "é" * 33_000, "question.yes and question.no", "age: 44\nswollen: yes", "{" * 50),
)


def everything() -> Tables:
    return {sheet.title: [row.texts for row in sheet.rows()] for sheet in all_sheets()}


def as_file(tables: Tables) -> ReadFile:
    sheets = [Sheet(name, [], [frame for _, frame in pack(table)], len(table)) for name, table in tables.items()]
    return ReadFile("fuzz.xlsx", sheets, [])


# What a careless hand does to the table of one sheet.


def change_cell(chance: random.Random, table: Table) -> None:
    row = chance.choice(table)
    if row:
        known = chance.choice(chance.choice(table) or [""])
        row[chance.randrange(len(row))] = chance.choice((chance.choice(WORDS), known))


def drop_column(chance: random.Random, table: Table) -> None:
    place = chance.randrange(max(len(table[0]), 1))
    for row in table:
        del row[place : place + 1]


def swap_columns(chance: random.Random, table: Table) -> None:
    one, other = (chance.randrange(max(len(table[0]), 1)) for _ in range(2))
    for row in table:
        if max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]


def copy_row(chance: random.Random, table: Table) -> None:
    row = list(chance.choice(table))
    table.insert(chance.randrange(len(table) + 1), row)
    if row and chance.random() < 0.7:
        row[0] = f"new-{chance.randrange(5)}"
        row[-1] = chance.choice(("", row[-1]))  # the hidden column


def drop_row(chance: random.Random, table: Table) -> None:
    if len(table) > 1:
        del table[chance.randrange(len(table))]


def cut_row(chance: random.Random, table: Table) -> None:
    row = chance.choice(table)
    if chance.random() < 0.5:
        del row[chance.randrange(len(row) + 1) :]
    else:
        row += [chance.choice(WORDS)]


def sort_one_column(chance: random.Random, table: Table) -> None:
    place = chance.randrange(max(len(table[0]), 1))
    cells = sorted(row[place] for row in table[1:] if place < len(row))
    for row in table[1:]:
        if place < len(row):
            row[place] = cells.pop()


HANDS: tuple[Callable[[random.Random, Table], None], ...] = (
    *(change_cell, change_cell, change_cell, change_cell, copy_row, copy_row),
    *(drop_column, swap_columns, drop_row, cut_row, sort_one_column),
)


def mangled(chance: random.Random, tables: Tables) -> Tables:
    tables = {name: [list(row) for row in table] for name, table in tables.items()}
    for _ in range(chance.randint(1, 5)):
        table = tables[chance.choice(list(tables))]
        if table:
            chance.choice(HANDS)(chance, table)
    if chance.random() < 0.1:
        name = chance.choice(list(tables))
        tables[chance.choice(("Cause", "Notes", "_notes", "README", "Causes"))] = tables.pop(name)
    return tables


@pytest.fixture
def base(whole_base: object) -> Tables:
    make_protocol()
    return {sheet.name: [cells for _, cells in sheet.rows()] for sheet in read_file(exported(), "x.xlsx").sheets}


@pytest.fixture
def by(db: None) -> User:
    return make_importer()


def compared(tables: Tables, by: User) -> ImportBatch:
    batch = ImportBatch.objects.create(name="fuzz.xlsx", uploaded_by=by, uploaded_at=AT)
    preview(batch=batch, file=as_file(tables))
    return batch


def test_a_careless_hand_is_told_or_gets_exactly_what_it_wrote(base: Tables, by: User, client: Client) -> None:
    client.force_login(by)
    saved = 0
    for seed in SEEDS:
        savepoint = transaction.savepoint()
        try:
            saved += check(mangled(random.Random(seed), base), by, client)
        except Exception as problem:
            raise AssertionError(f"seed {seed}") from problem
        transaction.savepoint_rollback(savepoint)
    assert saved > ROUNDS / 10  # most are refused, but not all


def check(tables: Tables, by: User, client: Client) -> bool:
    before = everything()
    batch = compared(tables, by)
    page = client.get(reverse("admin:articles_importbatch_preview", args=[batch.uuid]))
    assert (page.status_code, everything()) == (200, before)
    if batch.state == ImportState.BLOCKED:
        assert said(batch)
        return False
    assert (batch.state, said(batch)) == (ImportState.READY, [])
    try:
        confirm(batch=batch, by=by, at=AT, on_conflict="overwrite" if conflict_count(batch) else "")
    except ImportRefused:
        refused = True
    else:
        refused = False
    if refused:
        assert everything() == before
        return False
    again = compared(tables, by)
    if again.state == ImportState.READY:  # what was taken away cannot be taken away twice
        counts = [count for title, count in again.counts.items()]
        assert not any(each["new"] + each["changed"] + each["conflicts"] for each in counts), counts
    undo(batch=batch, by=by, at=AT)
    assert everything() == before
    return True


# What a careful hand writes: other words in many texts at once.

Place = tuple[str, int, int]  # sheet, row, cell
SENTENCES = ("Rest, then try again.", "=not a formula", "- one\n- two", "007", "TRUE", "ما هذا؟", "Café 👩‍⚕️", "1E5")


def other_words(chance: random.Random, tables: Tables) -> dict[Place, str]:
    written: dict[Place, str] = {}
    for sheet in all_sheets():
        table = tables.get(sheet.title, [])
        places = [
            (row, table[0].index(column.heading))
            for column in sheet.columns
            if type(column.widget) is TextCell and isinstance(column.model_field, TextField)
            for row in range(1, len(table))
        ]
        for row, cell in chance.sample(places, min(len(places), 6)):
            table[row][cell] = f"{chance.choice(SENTENCES)} {chance.random()}"
            written[sheet.title, row, cell] = table[row][cell]
    return written


def test_every_text_that_a_careful_hand_wrote_is_saved_and_nothing_else(base: Tables, by: User) -> None:
    before = everything()
    for seed in SEEDS[: max(1, ROUNDS // 6)]:
        tables = {name: [list(row) for row in table] for name, table in base.items()}
        written = other_words(random.Random(seed), tables)
        assert len(written) > 20
        savepoint = transaction.savepoint()
        batch = compared(tables, by)
        assert (batch.state, said(batch)) == (ImportState.READY, []), seed
        confirm(batch=batch, by=by, at=AT)
        changed = {
            (name, number + 1, place): text
            for name, rows in everything().items()
            for number, texts in enumerate(rows)
            for place, text in enumerate(texts)
            if text != before[name][number][place]
        }
        assert changed == written, seed
        transaction.savepoint_rollback(savepoint)


# What a broken disk does to the bytes.


def broken(chance: random.Random, data: bytes) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 50))):
        place = chance.randrange(len(spoilt))
        spoilt[place : place + chance.choice((0, 1, 1, 9))] = chance.randbytes(chance.choice((0, 1, 1, 4)))
    return bytes(spoilt[: chance.randrange(len(spoilt))] if chance.random() < 0.1 else spoilt)


def broken_inside(chance: random.Random, data: bytes) -> bytes:
    """One part of the workbook is spoilt, and packed again with the right checksum."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = old.read(name)
            new.writestr(name, broken(chance, part) if name == chosen else part)
    return target.getvalue()


def test_a_broken_file_is_refused_in_words_or_read(base: Tables, by: User) -> None:
    sheet = all_sheets()[0]
    files = {"x.xlsx": exported(), "References.csv": b"".join(csv_file(sheet, sheet.rows()))}
    told: list[str] = []
    for seed in SEEDS[: ROUNDS // 2]:
        chance = random.Random(seed)
        name = chance.choice(["x.xlsx", "x.xlsx", "References.csv"])
        spoil = broken_inside if name == "x.xlsx" and chance.random() < 0.8 else broken
        savepoint = transaction.savepoint()
        try:
            batch = upload_now(spoil(chance, files[name]), name, by=by)
            assert batch.state == ImportState.READY or said(batch)
        except FileProblem as refusal:
            told.append(str(refusal))
        except Exception as problem:
            raise AssertionError(f"seed {seed}") from problem
        transaction.savepoint_rollback(savepoint)
    assert told
    assert all(len(words) > 20 for words in told)
