"""Which words in angle brackets are HTML, and which of those a document may hold."""

from __future__ import annotations

ALLOWED_TAGS = frozenset(
    {"br", "sup", "sub", "i", "b", "em", "strong", "u", "small", "abbr", "kbd", "ul", "ol", "li"}
)
"""The only tags an author may type, and without attributes. Compared in small letters."""

HTML_ELEMENTS = ALLOWED_TAGS | frozenset(
    """
    a address area article aside audio base bdi bdo blockquote body button canvas caption cite code
    col colgroup data datalist dd del details dfn dialog div dl dt embed fencedframe fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input ins
    label legend link main map mark math menu meta meter nav noscript object optgroup option output
    p param picture portal pre progress q rp rt ruby s samp script search section select
    selectedcontent slot source span style summary svg table tbody td template textarea tfoot th
    thead time title tr track var video wbr

    acronym applet basefont bgsound big blink center command content dir element font frame frameset
    image isindex keygen layer listing ilayer marquee menuitem multicol nextid nobr noembed noframes
    nolayer plaintext rb rtc server shadow spacer strike tt xml xmp

    animate animatemotion animatetransform circle clippath defs desc discard ellipse feblend
    fecolormatrix fecomponenttransfer fecomposite feconvolvematrix fediffuselighting
    fedisplacementmap fedistantlight fedropshadow feflood fefunca fefuncb fefuncg fefuncr
    fegaussianblur feimage femerge femergenode femorphology feoffset fepointlight
    fespecularlighting fespotlight fetile feturbulence filter foreignobject g hatch hatchpath line
    lineargradient marker mask metadata mpath path pattern polygon polyline radialgradient rect set
    stop switch symbol text textpath tspan use view

    annotation maction menclose merror mfenced mfrac mglyph mi mlabeledtr mmultiscripts mn mo mover
    mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd
    mtext mtr munder munderover semantics
    """.split()  # noqa: SIM905 - a list of some two hundred words reads best as words
)
"""Every element of HTML, SVG and MathML, the obsolete ones too, in small letters."""


def is_element(name: str) -> bool:
    """Whether a name in angle brackets is an element; one with - or : is a custom one."""
    return name.lower() in HTML_ELEMENTS or "-" in name or ":" in name
