"""What may not be installed: parts of the program that only some of its work needs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

PANDOC, TYPST, PDFIUM = "pypandoc-binary==1.17", "typst==0.15.2", "pypdfium2==5.15.2"
FONTS, ARABIC = "manimgx-fonts==2026.9.26.post1", "fontpkg-ibm-plex-sans-arabic==1.101"
"""As `pip` is to be given them: the program itself stands on no index, nor do its extras."""


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
