"""People's text to safe HTML: CommonMark without raw HTML, then an allow-list."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "code"}
_parser = MarkdownIt("commonmark", {"html": False, "breaks": True})


def markdown_to_html(text: str) -> Markup:
    """Safe HTML: links get rel=ugc, everything outside the allow-list is dropped; headings start at h3."""
    rendered = _parser.render(text).replace("<h1>", "<h3>").replace("</h1>", "</h3>")
    rendered = rendered.replace("<h2>", "<h3>").replace("</h2>", "</h3>")
    clean = nh3.clean(
        rendered,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="nofollow ugc noopener",
    )
    return Markup(clean)  # noqa: S704 - sanitised in the line above
