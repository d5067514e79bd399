"""What tests of several folders share: this repository's own two sites, built once a run."""

import fcntl
from pathlib import Path

import pytest

from generator import pipeline
from generator.render import templates
from generator.store import kept
from generator.store.kept_files import KeptFiles
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


class _Forms(KeptFiles):
    """Forms kept for every store of the tests; each is under a digest of all it is made from."""

    def forget_others(self):
        """Keep what other stores have use for."""


@pytest.fixture(scope="session", autouse=True)
def forms_made_once(own_state, tmp_path_factory):
    """Make the Word forms that a site offers once, and not for each of the stores."""
    folder = tmp_path_factory.mktemp("forms")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates, "open_kept_files", lambda *_: _Forms(folder, kept.own_key()))
        yield
