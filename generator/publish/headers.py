"""What a web server says with every page: nothing but the site's own files is asked for or run."""

from __future__ import annotations

from collections.abc import Mapping

SEARCH = "/search/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The search is a compiled program (WebAssembly), which no other page may run.
SEARCH_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
ALWAYS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def headers(path: str) -> Mapping[str, str]:
    """Return the headers to send with what stands at ``path``, which may have a query."""
    is_search = path.partition("?")[0].removesuffix("index.html").endswith(SEARCH)
    return {"Content-Security-Policy": SEARCH_POLICY if is_search else POLICY, **ALWAYS}
