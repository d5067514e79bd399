"""What tests of several folders share: this repository's own two sites, built once a run."""

import fcntl
from pathlib import Path

import pytest

from generator import pipeline
from tests.stores import AS_AT

STORE = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Return the folder of both sites. Whichever worker comes first builds; the rest wait."""
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):  # a worker's own folder, inside the one of the run
        shared = shared.parent
    out = shared / "built"
    with (shared / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.is_dir():
            outcome = pipeline.build(STORE, out, AS_AT, withhold_refused=True)
            assert outcome.proof == ()
    return out


@pytest.fixture(scope="session", autouse=True)
def own_state(tmp_path_factory):
    """Keep the tests' own key, with which a run trusts what the last one kept, out of the home."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield
