"""Pages as tests read them."""

from __future__ import annotations

import re
from typing import Any

_BLOCKS = r"(?:td|th|p|div|h[1-6]|li|dd|dt)\b"


def squeezed(page: Any) -> str:
    """A page, or its markup, as a browser reads it: white space is one space, and there is none
    at the edges of a block or before a >."""
    markup = page if isinstance(page, str) else page.content.decode()
    single = re.sub(r"\s+", " ", markup).replace(" >", ">")
    return re.sub(rf" (</{_BLOCKS})", r"\1", re.sub(rf"(<{_BLOCKS}[^>]*>) ", r"\1", single))
