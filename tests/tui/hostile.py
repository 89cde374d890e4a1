"""Texts that customers, or somebody who writes as one, could put into a work order."""

from __future__ import annotations

# What a terminal would obey. Each holds `EVIL`, so that a test sees that it was shown at all.
CONTROL = {
    "clear screen": "EVIL\x1b[2J",
    "reset": "EVIL\x1bc",
    "device attributes": "EVIL\x1b[c",
    "title, ended by bell": "EVIL\x1b]0;PWNED\x07",
    "title, never ended": "EVIL\x1b]0;PWNED",
    "clipboard": "EVIL\x1b]52;c;UFdORUQ=\x1b\\",
    "link": "EVIL\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "device control": "EVIL\x1bP1$r0m\x1b\\",
    "privacy message": "EVIL\x1b^secret\x1b\\",
    "8-bit control sequence": "EVIL\x9b2J",
    "8-bit operating system command": "EVIL\x9d0;PWNED\x9c",
    "null": "EVIL\x00more",
    "shift out": "EVIL\x0elqqqk\x0f",
    "delete": "EVIL\x7f\x7f",
    "cancel and substitute": "EVIL\x18\x1a",
    "next line": "EVIL\x85more",
    "bell, backspace": "EVIL\x07\x08\x08",
    "carriage return": "harmless\rEVIL",
    "lines": "EVIL\nsecond\nthird",
    "tab": "EVIL\tmore",
    "alternate screen": "EVIL\x1b[?1049l\x1b[?1000h",
}
# What makes one text look like another.
SPOOF = {
    "right to left override": "EVIL \u202egnp.exe",
    "isolate": "EVIL \u2067abc\u2069",
    "zero width": "EV\u200bIL\u200d\ufeff",
    "line separator": "EVIL\u2028more",
    "tags": "EVIL\U000e0041\U000e0042",
    "forty marks": "EVILa" + "\u0301" * 40,
    "soft hyphen": "EV\u00adIL",
    "variation selector": "EVIL\u2602\ufe0f",
}
# What a widget would take for markup.
MARKUP = {
    "bold": "EVIL [bold red]x[/]",
    "action": "[@click=app.quit]EVIL[/]",
    "action of ours": "[@click=app.do('cancel')]EVIL[/]",
    "closing tag": "EVIL [/nope]",
    "link": "[link=http://evil.example]EVIL[/link]",
    "brackets": "EVIL [[ ]] [ \\[",
}
WIDE = {
    "chinese": "EVIL 漏水的消防栓",
    "emoji": "EVIL 👩‍🔧🚰",
    "long": "EVIL " + "x" * 4000,
    "family": "EVIL 👨‍👩‍👧‍👦",
    "arabic": "EVIL تسرب المياه",
}
ALL = {**CONTROL, **SPOOF, **MARKUP, **WIDE}

# What no terminal may get from us inside of a line.
_CONTROLS = [*range(0x20), *range(0x7F, 0xA0), 0xAD]
_INVISIBLE = [0x200B, 0x200D, 0x200E, 0x200F, 0xFEFF, 0x2028, 0x2029]
_TURNING = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
FORBIDDEN = frozenset(map(chr, [*_CONTROLS, *_INVISIBLE, *_TURNING, *range(0xE0000, 0xE0080)]))
