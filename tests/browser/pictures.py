"""Take the README's pictures: `python -m tests.browser.pictures` writes theme/pictures/*.png.

Each shows one page three times: wide in light and in dark, and narrow. `downloads.png` shows the
first page of three PDFs, as another program than their maker draws them.
"""

import base64
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from generator import pipeline
from tests.browser.conftest import CHROMIUM, serving
from tests.stores import AS_AT

STORE = Path(__file__).parents[2]
PICTURES = STORE / "theme/pictures"
PAGES = {
    "home": "public/",
    "policies": "public/policies/",
    "policy": "public/policies/stop-and-search/",
    "overdue": "public/policies/property/",
    "report": "public/monitoring/stop-and-search/2025/",
    "search": "public/search/?q=stop+and+search",
    "intranet": "intranet/",
    "gate-report": "intranet/gate/",
}
PDFS = (
    "policies/stop-and-search/v4/pol-0003-v4.pdf",
    "policies/stop-and-search/v4/eia/eia-0003-v4.pdf",
    "monitoring/stop-and-search/2025/mon-0301-2025.pdf",
)
GAP = 12
HEIGHT = 960
SCALE = 0.4
LOOKS = ((1280, "light"), (1280, "dark"), (360, "light"))
SHEET = """<!doctype html><title>Pictures</title>
<body style="margin:0;display:flex;gap:12px;background:#fff">"""


def shots(browser, address):
    """Yield a page as seen in each look."""
    for width, scheme in LOOKS:
        page = browser.new_page(
            viewport={"width": width, "height": HEIGHT},
            device_scale_factor=SCALE,
            color_scheme=scheme,
        )
        page.goto(address, wait_until="networkidle")
        yield page.screenshot()
        page.close()


def sheet(browser, pictures):
    """Return pictures side by side as one."""
    images = "".join(
        f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}">' for data in pictures
    )
    page = browser.new_page(viewport={"width": 100, "height": 100})
    page.set_content(SHEET + images)
    size = page.evaluate("[document.body.scrollWidth, document.body.scrollHeight]")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    made = page.screenshot()
    page.close()
    return made


def first_pages(public):
    """Return the first page of a PDF of each of three kinds, side by side, as one picture."""
    pages = [pypdfium2.PdfDocument(public / name)[0].render(scale=0.7) for name in PDFS]
    pictures = [page.to_pil() for page in pages]
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
    made = Image.new("L", (width, pictures[0].height + 2 * GAP), 170)
    at = GAP
    for picture in pictures:
        made.paste(picture, (at, GAP))
        at += picture.width + GAP
    return made.quantize(16)


def main():
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        built = Path(folder) / "built"
        pipeline.build(STORE, built, AS_AT, withhold_refused=True, downloads=True)
        first_pages(built / "public").save(PICTURES / "downloads.png", optimize=True)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with serving(built) as address:
            for name, place in PAGES.items():
                made = sheet(browser, [*shots(browser, address + place)])
                (PICTURES / f"{name}.png").write_bytes(made)


if __name__ == "__main__":
    main()
