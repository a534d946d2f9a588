"""Where the tests live: a state folder of their own with keys in it, made before Django reads its settings.

Loaded by `-p tests.environment`, which comes before pytest-django.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from banyan.shared.keys import make_keys

# The full counts of the requirements (bin/test --long); else one run of each.
IS_LONG = os.environ.get("BANYAN_LONG") == "1"


def _make_home() -> None:
    home = Path(tempfile.mkdtemp(prefix="banyan-test-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    make_keys(home / "keys")
    (home / "static").mkdir()
    os.environ["BANYAN_HOME"] = str(home)
    os.environ["BANYAN_MODE"] = "test"
    # Playwright keeps an event loop running, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


_make_home()
