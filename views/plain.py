"""Words for places that read Markdown."""

_MARKS = r"\`*_{}[]()#+-.!$|<>~:^"


def unmarked(words: str) -> str:
    """Take the marks of Markdown out of a text, so that it is read as it is written."""
    return "".join(f"\\{letter}" if letter in _MARKS else letter for letter in words)
