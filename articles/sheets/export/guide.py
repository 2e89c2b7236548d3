"""The README sheet: how to use the workbook, for an editor who has never seen one."""

from collections.abc import Iterator, Sequence

from articles.sheets.columns import Sheet

_RULES = (
    "Each sheet holds one kind of thing, one row for each. Change the cells you want, and import the file.",
    "Nothing that you import is seen by readers until it has been reviewed and published.",
    "You see every change before anything is saved, and an import can be taken back as a whole.",
    "",
    "A slug is the short name of a row. Other sheets use it to point to the row. Do not change the slug of a row.",
    "An empty cell leaves the text as it is. To empty a text, write {clear} in its cell.",
    "A column that you delete is left as it is. So is a row that you delete.",
    "To take a row away, write archive in its column _action. Pages that were submitted stay.",
    "To replace all the rows of one page in a sheet, write replace in the column _action of one of them.",
    "Long texts are Markdown: *slanted*, **bold**, - lists, ## headings. HTML is not used. At most 20,000 characters.",
    "In lists of words, such as synonyms, write each on a line of its own. Between slugs, write commas.",
    "Hidden columns and sheets remember what you started from. If two people changed a cell, you are asked.",
    "When you sort a sheet, sort all of its columns together.",
    "",
    "The sheets:",
)


def guide_rows(sheets: Sequence[Sheet]) -> Iterator[list[str]]:
    for line in _RULES:
        yield [line]
    for sheet in sheets:
        yield [f"{sheet.title}: {sheet.help}"]
