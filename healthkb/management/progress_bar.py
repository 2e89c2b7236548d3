from typing import Any

_WIDTH = 30


class ProgressBar:
    """Drawn over itself, on a terminal only: in a pipe nothing is written."""

    def __init__(self, out: Any, verb: str) -> None:
        self.out, self.verb, self.is_shown = out, verb, out.isatty()

    def show(self, seen: int, total: int) -> None:
        if not self.is_shown:
            return
        filled = _WIDTH * seen // max(total, 1)
        end = "\n" if seen >= total else ""
        text = f"\r{self.verb} [{'#' * filled:{_WIDTH}}] {seen:,} of {total:,} rows"
        self.out.write(text, style_func=str, ending=end)  # not in the red of errors
        self.out.flush()
