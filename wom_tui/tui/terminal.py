"""What of Textual's private parts do we touch, and does this version still have them?

One hook: `Strip.render_style`, through which every styled text goes on its way to the terminal. There, as the
last line of defence behind `safe_text.cell`, whatever a terminal would obey is made harmless, even in a
widget that forgot. A Textual without the hook is used as it is, and `install_guard` says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.strip import Strip

from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from textual.app import App

_HOOK = "render_style"
_PROBE = "a\x1b]52;c;QQ==\x1b\\b"


def install_guard() -> bool:
    """Let only safe text through to the terminal; returns whether this Textual let us. Twice is once."""
    original = getattr(Strip, _HOOK, None)
    if original is None:
        return False
    if not getattr(original, "is_guarded", False):
        setattr(Strip, _HOOK, classmethod(_guarded(original.__func__)))
    return _is_guarding()


def _guarded(original: Callable[..., str]) -> Callable[..., str]:
    def render_style(cls: type[Strip], style: Any, text: str, color_system: Any) -> str:
        if style is not None and style.link:
            style = style.update_link(None)  # no text from outside may carry an address
        return original(
            cls, style, text if text.isascii() and text.isprintable() else safe(text), color_system
        )

    render_style.is_guarded = True  # type: ignore[attr-defined]  # a mark on a function, read above
    return render_style


def _is_guarding() -> bool:
    """Try it: a text that would set the clipboard must come out without its escape."""
    from rich.segment import Segment
    from rich.style import Style

    console = _console()
    shown = Strip([Segment(_PROBE, Style())]).render(console)
    return "\x1b]" not in shown


def _console() -> Any:
    import io

    from rich.console import Console

    return Console(file=io.StringIO(), force_terminal=True, color_system="truecolor")


def leave_clean_on_hangup(app: App[Any]) -> None:
    """When the terminal goes away, end the console as `q` would: screen restored, draft and view kept."""
    import asyncio
    import signal

    if hasattr(signal, "SIGHUP"):
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, lambda: app.exit(return_code=129))
