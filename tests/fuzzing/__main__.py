"""``python -m tests.fuzzing SECONDS TARGET``: inputs that reach more and more of the code, by atheris.

They are kept in ``var/fuzzing/TARGET``, so that the next run goes on from there; so is what broke something.
"""

import os
import sys
from importlib import import_module

import atheris
import django

PARTS = ["articles.sheets", "articles.api", "articles.search", "triage.engine", "triage.api", "triage.fhir"]
OPTIONS = ["-max_len=4096", "-timeout=60", "-rss_limit_mb=1500", "-print_final_stats=1"]


def main() -> None:
    seconds, name = sys.argv[1:]
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    with atheris.instrument_imports(include=[*PARTS, "healthkb.api", "zipfile"]):
        django.setup()
        target = import_module(f"tests.fuzzing.{name}")
    from django.conf import settings

    folder = settings.VAR_DIR / "fuzzing" / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.SEEDS):
        (folder / f"seed-{number}").write_bytes(seed)
    options = [*OPTIONS, f"-max_total_time={seconds}", f"-artifact_prefix={folder}/", str(folder)]
    atheris.Setup([sys.argv[0], *options], target.take)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
