"""How much a file may hold. Past each of these a file is refused with words, before memory is spent on it."""

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_MEMBER_BYTES = 160 * 1024 * 1024
MAX_INFLATED_BYTES = 200 * 1024 * 1024
MAX_SHEETS = 60
MAX_ROWS = 99_999
MAX_COLUMNS = 256
MAX_CELL = 100_000
# What a spreadsheet program can hold in one cell, in UTF-16 units.
CELL_UNITS = 32_767
FRAME_ROWS, FRAME_CHARACTERS = 500, 1_000_000

# The process that reads the file.
CHILD_ADDRESS_SPACE = 254 * 1024 * 1024
CHILD_CPU_SECONDS = 30
CHILD_WALL_SECONDS = 45
