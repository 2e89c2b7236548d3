import os

from tests.processes.conftest import Environment, run_script

WRITES = int(os.environ.get("WRITES", "64"))


def test_sixteen_clients_write_while_others_read_and_nothing_is_lost(throwaway: Environment) -> None:
    """``WRITES=1000 WORKERS=4`` for more."""
    told = run_script("tests.processes.sixteen_clients", throwaway | {"WRITES": str(WRITES)}, patience=1200)
    half = WRITES // 2
    assert told.split("\n")[0] == f"told {{201: {WRITES}}}, kept {half} and {half}, readers were told [200]"
