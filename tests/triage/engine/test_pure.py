import subprocess
import sys


def test_the_engine_needs_no_django_and_nothing_else_of_the_project() -> None:
    code = (
        "import sys, triage.engine, triage.engine.bench; "
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'django', 'rest_framework', 'articles', 'healthkb'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
