"""The pictures of the interface: 16 × 16, drawn by strokes, coloured by their surroundings."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_ROUND = '<circle cx="8" cy="8" r="6"/>'

ICONS = {
    "add": '<path d="M8 3v10M3 8h10"/>',
    "archive": '<path d="M2 3h12v3H2zM3 6v7.5h10V6M6.5 9h3"/>',
    "back": '<path d="M10 3 5 8l5 5"/>',
    "ban": f'{_ROUND}<path d="m4 12 8-8"/>',
    "bell": '<path d="M4 11V7a4 4 0 0 1 8 0v4l1 1.5H3z"/><path d="M6.5 14.5h3"/>',
    "book": '<path d="M3 2.5h8.5A1.5 1.5 0 0 1 13 4v9.5H4.5A1.5 1.5 0 0 1 3 12z"/>'
    '<path d="M3 12a1.5 1.5 0 0 1 1.5-1.5H13"/>',
    "building": '<path d="M3 14V2.5h7V14M10 6h3v8M1.5 14h13M5.2 5h2.6M5.2 7.7h2.6M5.2 10.4h2.6"/>',
    "calendar": '<path d="M2 3.5h12V14H2zM2 6.5h12M5.5 2v3M10.5 2v3"/>',
    "camera": '<path d="M2 5h3l1-1.8h4L11 5h3v8.2H2z"/><circle cx="8" cy="8.8" r="2.3"/>',
    "check": f'{_ROUND}<path d="m5.4 8.2 1.9 1.9 3.4-3.9"/>',
    "clock": f'{_ROUND}<path d="M8 4.5V8l2.5 1.5"/>',
    "cross": f'{_ROUND}<path d="m5.8 5.8 4.4 4.4M10.2 5.8l-4.4 4.4"/>',
    "document": '<path d="M4 1.8h5.5L13 5.2v9H4zM9.5 2v3.5H13"/>',
    "document-check": '<path d="M4 1.8h5.5L13 5.2v9H4z"/><path d="M6.3 9.5 8 11.2l3-3.5"/>',
    "download": '<path d="M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10"/>',
    "empty": _ROUND,
    "filter": '<path d="M2 4h12M4.5 8h7M6.5 12h3"/>',
    "gear": '<circle cx="8" cy="8" r="2.2"/><path d="M8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2'
    'M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4"/>',
    "help": f'{_ROUND}<path d="M6.2 6.3c.2-2.3 3.7-2.1 3.6 0C9.7 7.7 8 7.7 8 9.2M8 11.3v.1"/>',
    "home": '<path d="M2 8 8 2.5 14 8M3.8 7v6.5h8.4V7"/>',
    "hourglass": '<path d="M4 2h8M4 14h8M5 2c0 3 3 4 3 6s-3 3-3 6M11 2c0 3-3 4-3 6s3 3 3 6"/>',
    "inbox": '<path d="M2 9.5 4 3h8l2 6.5V13H2z"/><path d="M2 9.5h3.5l1 1.5h3l1-1.5H14"/>',
    "info": f'{_ROUND}<path d="M8 7.3V11M8 5v.1"/>',
    "layers": '<path d="M8 2.5 14 5.5 8 8.5 2 5.5z"/><path d="m2 8.5 6 3 6-3M2 11l6 3 6-3"/>',
    "menu": '<path d="M2 4h12M2 8h12M2 12h12"/>',
    "next": '<path d="m6 3 5 5-5 5"/>',
    "out": '<path d="M6 2.5H3v11h3M7 8h7M11 5l3 3-3 3"/>',
    "pen": '<path d="M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2z"/>',
    "people": '<circle cx="6" cy="5.5" r="2.4"/><path d="M1.5 13.5c.3-2.9 2-4.2 4.5-4.2s4.2 1.3 '
    '4.5 4.2M10.5 3.3a2.3 2.3 0 0 1 0 4.4M12 9.7c1.5.6 2.3 1.9 2.5 3.8"/>',
    "person": '<circle cx="8" cy="5.5" r="2.7"/>'
    '<path d="M2.8 14c.4-3.2 2.5-4.6 5.2-4.6s4.8 1.4 5.2 4.6"/>',
    "eye": (
        '<path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8z"/>'
        '<circle cx="8" cy="8" r="2"/>'
    ),
    "phone": '<path d="M3 2.5h3l1.2 3L5.5 7c.7 1.6 1.9 2.8 3.5 3.5l1.5-1.7 3 1.2v3'
    'c-6 .6-11-4.5-10.5-10.5z"/>',
    "pin": '<path d="M8 14.2C5 10.8 3.6 8.6 3.6 6.4a4.4 4.4 0 0 1 8.8 0c0 2.2-1.4 4.4-4.4 7.8z"/>'
    '<circle cx="8" cy="6.3" r="1.6"/>',
    "print": '<path d="M4.5 6V2.5h7V6M4.5 11.5H2.5V6h11v5.5h-2M4.5 9.5h7v4h-7z"/>',
    "return": '<path d="M6 3 2.5 6.5 6 10"/><path d="M2.5 6.5H10a3.5 3.5 0 0 1 0 7H7"/>',
    "scale": '<path d="M8 2.5v11M5 13.5h6M3 4.5h10"/>'
    '<path d="M1.5 9.5 3.5 5l2 4.5zM10.5 9.5l2-4.5 2 4.5z"/>',
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>',
    "shield": '<path d="M8 1.8 13.5 4v4c0 3.2-2.4 5.2-5.5 6.4C4.9 13.2 2.5 11.2 2.5 8V4z"/>',
    "stop": '<path d="M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5z"/><path d="M5 8h6"/>',
    "undo": '<path d="M3 3v4h4"/><path d="M3.4 7A5.5 5.5 0 1 1 3 10"/>',
    "up": '<path d="M8 13V3M4 7l4-4 4 4"/>',
    "warning": '<path d="M8 2 15 14H1z"/><path d="M8 6.5v3.2M8 11.8v.1"/>',
}


def icon(name: str, classes: str = "") -> SafeString:
    """The picture called `name`; an unknown name is a mistake of the template."""
    return format_html(
        '<svg class="{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        f"icon {classes}".strip(),
        mark_safe(ICONS[name]),
    )
