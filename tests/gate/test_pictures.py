"""What may stand where a picture is shown (PS006)."""

import pytest

from tests.gate.test_rules import verdict
from tests.stores import Example, make_store

PACK = "policies/use-of-cameras/v1"


def said(root, name, text):
    put = f"## Responsibilities\n\n{text}\n"
    edits = {f"{PACK}/policy.md": [{"find": "## Responsibilities\n", "put": put}]}
    make_store(root, Example("", "", None, edits, {f"{PACK}/attachments/{name}": "x"}))
    return [f.message for f in verdict(root).findings if f.rule == "PS006"]


@pytest.mark.parametrize("ending", ["png", "jpg", "jpeg", "gif", "webp", "svg", "PNG"])
def test_a_picture_is_one(tmp_path, ending):
    assert said(tmp_path, f"map.{ending}", f"![Map](attachments/map.{ending})") == []


@pytest.mark.parametrize("ending", ["txt", "pdf", "csv", "mp4"])
def test_another_file_is_none(tmp_path, ending):
    found = said(tmp_path, f"map.{ending}", f"![Map](attachments/map.{ending})")
    assert found == ["has an image that is no picture"]
    assert said(tmp_path / "linked", f"map.{ending}", f"[Map](attachments/map.{ending})") == []
