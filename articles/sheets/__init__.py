"""Everything in and out as a spreadsheet.

``files`` reads and writes the files themselves and knows nothing of the database. ``columns`` says what each
sheet holds. ``plan`` compares a file with the database and writes nothing. ``batches`` keeps, applies and undoes.

Nothing is imported here, because the process that reads a stranger's file starts by importing this package.
"""
