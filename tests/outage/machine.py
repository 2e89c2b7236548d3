"""The clock and the disk of a server, moved and closed while it runs, as `machine.c` does it."""

import os
import shutil
import struct
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("machine.c")


class Machine:
    """Of all processes that get ``environment``. ``heal`` puts the clock right and opens the disk."""

    def __init__(self, folder: Path, disk: Path) -> None:
        library, self.state = folder / "machine.so", folder / "machine.state"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)
        self.environment = {"LD_PRELOAD": str(library), "MACHINE": str(self.state), "DISK": f"{disk}/"}
        self.heal()

    @staticmethod
    def can_be_had() -> bool:
        return os.uname().sysname == "Linux" and shutil.which("cc") is not None

    def set(self, *, seconds_ahead: int = 0, is_shut: bool = False) -> None:
        with self.state.open("r+b" if self.state.exists() else "wb") as file:
            file.write(struct.pack("ll", seconds_ahead, is_shut))

    def heal(self) -> None:
        self.set()
