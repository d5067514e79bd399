"""What may not be installed: parts of the program that only some of its work needs."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PANDOC, TYPST, PDFIUM = "pypandoc-binary==1.17", "typst==0.15.2", "pypdfium2==5.15.2"
FONTS, ARABIC = "manimgx-fonts==2026.9.26.post1", "fontpkg-ibm-plex-sans-arabic==1.101"
"""As `pip` is to be given them: the program itself stands on no index, nor do its extras."""

NO_PAGEFIND = (
    "the search needs Pagefind, which is not installed: "
    "python -m pip install 'pagefind-bin>=1.5.2,<1.6' (it is what `generator[search]` adds)"
)


class NotInstalled(Exception):  # noqa: N818 - what the user can mend
    """A part that is needed is not there; the message is the line that installs it."""


def versions(purpose: str, *packages: str) -> str:
    """Return which packages do this work; raise ``NotInstalled`` with the line for all that lack.

    What something was made with is part of what decides how it looks, besides what it was made of.
    """
    found, lacking = [], []
    for package in packages:
        name = package.partition("==")[0]
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            lacking.append(package)
    if lacking:
        line = " ".join(f"'{package}'" for package in lacking)
        raise NotInstalled(f"{purpose}: python -m pip install {line}")
    return ", ".join(found)


def pagefind() -> Path:
    """Return where Pagefind stands, or raise ``NotInstalled`` with the line that installs it."""
    try:
        found: Path = import_module("pagefind_bin").get_executable()
    except (ImportError, FileNotFoundError) as error:
        raise NotInstalled(NO_PAGEFIND) from error
    return found


def downloads_made_with() -> str:
    """Return which libraries make and read back downloads, or raise ``NotInstalled``."""
    purpose = "downloads need packages that are not installed (--no-downloads makes none)"
    return versions(purpose, PANDOC, TYPST, FONTS, ARABIC, PDFIUM)


def forms_made_with() -> str:
    """Return what makes Word forms, or raise ``NotInstalled`` with the line that installs it."""
    return versions("no Word form can be made without pandoc", PANDOC)


def forms_can_be_made() -> bool:
    """Whether what makes Word forms is installed."""
    try:
        return bool(forms_made_with())
    except NotInstalled:
        return False
