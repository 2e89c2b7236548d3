"""The whole base, rows and pictures, in one file that either database can be restored from."""

from .archive import Damaged
from .restoring import CannotRestore, check_backup, restore_backup
from .saving import Saved, save_backup

__all__ = ["CannotRestore", "Damaged", "Saved", "check_backup", "restore_backup", "save_backup"]
