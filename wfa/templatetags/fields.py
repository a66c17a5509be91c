"""Any bound field in the house's clothes, and the summary of what is wrong with a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Problem:
    """One sentence of the summary, and the id of the field that it leads to ("" = none)."""

    text: str
    target: str = ""


def shape(field: BoundField) -> str:
    """Which markup the field wants: group, check, select, file or line."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.Select):
        return "select"
    return "line"


_CLASSES = {
    "group": "form-check-input",
    "check": "form-check-input",
    "select": "form-select",
    "line": "form-control",
}


_MISSING = {
    "group": "{} belum dipilih. Pilih salah satu.",
    "select": "{} belum dipilih. Pilih salah satu.",
    "check": "{}: centang kotak ini untuk melanjutkan.",
    "file": "{} belum diunggah. Pilih berkasnya.",
    "line": "{} belum diisi. Isi dulu, lalu kirim lagi.",
}


def sentences(field: BoundField) -> list[str]:
    """The field's errors; Django's bare "required" becomes a sentence that names the field."""
    bare = str(forms.Field.default_error_messages["required"])
    return [
        _missing(field)
        if error.code == "required" and str(error.message) == bare
        else " ".join(str(text) for text in error.messages)
        for error in field.errors.as_data()
    ]


def _missing(field: BoundField) -> str:
    kind = "file" if isinstance(field.field.widget, forms.FileInput) else shape(field)
    return _MISSING[kind].format(str(field.label).rstrip("."))


def context(field: BoundField, **options: Any) -> dict[str, Any]:
    """What components/field.html needs; `options` as on the tag."""
    kind = shape(field)
    hint = options.pop("hint", None) or field.help_text
    ids = {"hint_id": f"{field.auto_id}_hint", "error_id": f"{field.auto_id}_error"}
    described = " ".join(
        ids[name] for name, there in (("hint_id", hint), ("error_id", field.errors)) if there
    )
    return {
        "field": field,
        "kind": kind,
        "errors": sentences(field),
        "label": options.pop("label", None) or field.label,
        "hint": hint,
        "described": described,
        "optional": options.pop("optional", False),
        "classes": options.pop("classes", ""),
        "quiet": options.pop("quiet", False),
        "show_when": options.pop("show_when", ""),
        "control": _control(field, kind, described, options) if kind != "group" else "",
        "choices": _choices(field, options) if kind == "group" else [],
        **ids,
    }


def _control(field: BoundField, kind: str, described: str, attrs: dict[str, Any]) -> SafeString:
    widget = field.field.widget
    if isinstance(widget, forms.DateInput):  # the browser's own picker reads and writes ISO only
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    given = widget.attrs.get("class", "")
    spelled = {name.replace("_", "-"): value for name, value in attrs.items()}
    spelled["class"] = f"{_CLASSES[kind]} {given}".strip()
    # Always ours: Django's own ids point to a markup that isn't used here.
    spelled["aria-describedby"] = described or False
    return field.as_widget(attrs=spelled)


def _choices(field: BoundField, attrs: dict[str, Any]) -> list[Any]:
    """The single inputs of a group; classes can only be handed to the widget itself."""
    widget = field.field.widget
    widget.attrs = {**widget.attrs, **attrs, "class": _CLASSES["group"]}
    return list(field.subwidgets)


def problems(*sources: Any) -> list[Problem]:
    """All that is wrong, in the order of the page; sources: forms, formsets, sentences, refusals."""
    return [problem for source in sources for problem in _of(source)]


def _of(source: Any) -> Iterator[Problem]:
    if isinstance(source, forms.BaseForm):
        yield from _of_form(source)
    elif isinstance(source, BaseFormSet):
        yield from (Problem(str(text)) for text in source.non_form_errors())
        for form in source.forms:
            yield from _of_form(form)
    elif hasattr(source, "message"):
        field = getattr(source, "field", "")
        yield Problem(str(source.message), f"id_{field}" if field else "")
    elif isinstance(source, str):
        if source:
            yield Problem(source)
    elif isinstance(source, Iterable):
        for one in source:
            yield from _of(one)


def _of_form(form: forms.BaseForm) -> Iterator[Problem]:
    """`about`, on a form that stands beside others like it, begins each of its sentences."""
    named = getattr(form, "about", "")
    about = f"{named}: " if named else ""
    for text in form.non_field_errors():
        yield Problem(f"{about}{text}")
    for field in form:
        for text in sentences(field):
            yield Problem(f"{about}{text}", _target(field))


def _target(field: BoundField) -> str:
    """A group has no input with its own id: the link leads to its first choice."""
    if field.is_hidden or not field.auto_id:
        return ""
    return f"{field.auto_id}_0" if shape(field) == "group" else str(field.id_for_label)
