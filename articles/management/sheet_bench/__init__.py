"""What ``bench_sheets`` measures: ours, stock django-import-export, and the bare database, with the same rows."""

from .cases import alone, exports, imports, large, reading

__all__ = ["alone", "exports", "imports", "large", "reading"]
