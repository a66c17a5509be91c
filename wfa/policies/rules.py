"""Which value holds, and which values may be set. Pure: no database.

`resolve` is the heart: of each unit on the way from the root one version applies; per parameter
the nearest one that sets it wins. What closes (the master switch, exclusions) can't be opened
again from below, and nothing passes a limit of law.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wfa.calendars.wording import DAYS, join, number
from wfa.policies import duty, rota, spans
from wfa.policies.clocks import DECISION_DAYS, SHARES
from wfa.policies.kinds import NUMBERS
from wfa.policies.parameters import ECHELONS, PARAMETERS, REGISTRY, USUAL_LEAD_DAYS, Kind, Parameter
from wfa.policies.values import Values

if TYPE_CHECKING:
    from wfa.policies.models import Policy

MAX_ITEMS = 30
MAX_TEXT = 300
_LISTS = {Kind.WEEKDAYS, Kind.CHOICE_LIST, Kind.TEXT_LIST, Kind.UNIT_LIST, Kind.SPANS}


@dataclass(frozen=True)
class Problem:
    """Why a value can't stand (or, as a warning, what it brings about)."""

    key: str
    message: str


@dataclass(frozen=True)
class Layer:
    """What one unit on the way down sets: its id, its name in a sentence, its version."""

    unit_id: int
    unit: str
    source: str
    """ "Kebijakan daerah versi 3" """
    version: int
    parameters: Mapping[str, Any]
    policy: Policy | None = field(default=None, compare=False)


@dataclass(frozen=True)
class RuleSet(Values):
    """The rules of one unit on one day. `rules.quota_percent` is `rules.values["quota_percent"]`."""

    values: Mapping[str, Any]
    sources: Mapping[str, tuple[int | None, str]]
    """{key: (version of the policy or None, name of the unit or "")}"""
    policy: Policy | None = None
    """The nearest policy in force that applies at all: a case keeps its id and version."""
    labels: Mapping[str, str] = field(default_factory=dict)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            values = self.__dict__.get("values", {})
            if name in values:
                return values[name]
            raise AttributeError(name)

    def describe(self, key: str) -> str:
        """ "Kebijakan daerah versi 3", or the law where no policy sets the value."""
        return self.labels.get(key) or PARAMETERS[key].unset or PARAMETERS[key].law

    def is_default(self, key: str) -> bool:
        return self.sources[key][0] is None


def resolve(chain: Sequence[int], layers: Sequence[Layer]) -> RuleSet:
    """The rules of the unit at the end of `chain` (ids from the root to the unit itself).

    `layers` may come in any order and from any unit; only those on the chain count, one per
    unit. Closing values (`open` = False, exclusions) of an upper unit stay.
    """
    depth = {unit_id: place for place, unit_id in enumerate(chain)}
    down = sorted((x for x in layers if x.unit_id in depth), key=lambda x: depth[x.unit_id])
    values = {each.key: each.default for each in REGISTRY}
    setters: dict[str, Layer] = {}
    for layer in down:
        for key, value in layer.parameters.items():
            if key in PARAMETERS and _counts(key, values[key], setters):
                values[key] = _merge(key, values[key], value, first=key not in setters)
                setters[key] = layer
        if not values["excluded"] and depth.keys() & set(values["excluded_units"]):
            values["excluded"] = True
            setters["excluded"] = setters["excluded_units"]
    _hold_together(values)
    return RuleSet(
        values=values,
        sources={k: _source(setters.get(k)) for k in values},
        policy=down[-1].policy if down else None,
        labels={k: layer.source for k, layer in setters.items()},
    )


def _hold_together(values: dict[str, Any]) -> None:
    """Limits over several values at once, which layers may break that kept them one by one.

    The days of a decision never pass those of the law: the longest part gives way first. Hours
    that leave no time for reminders become the usual ones.
    """
    while sum(values[key] for key in SHARES) > DECISION_DAYS:
        values[max(SHARES, key=lambda key: values[key])] -= 1
    if values["remind_from_hour"] >= values["remind_until_hour"]:
        for key in ("remind_from_hour", "remind_until_hour"):
            values[key] = PARAMETERS[key].default
    for key, _ in duty.problems(values):
        values[key] = PARAMETERS[key].default
        values["report_due"] = PARAMETERS["report_due"].default


def _source(layer: Layer | None) -> tuple[int | None, str]:
    return (layer.version, layer.unit) if layer else (None, "")


def _counts(key: str, current: Any, setters: Mapping[str, Layer]) -> bool:
    """Whether a lower unit still has a say: not over an upper unit that has closed."""
    if not PARAMETERS[key].editable:
        return False
    if key == "open":
        return current or key not in setters
    return not (key == "excluded" and current)


def _merge(key: str, current: Any, value: Any, *, first: bool) -> Any:
    held = clamp(PARAMETERS[key], value)
    if key == "excluded_units" and not first:
        return tuple(sorted({*current, *held}))
    return held


def clamp(parameter: Parameter, value: Any) -> Any:
    """`value` within the limits of law, lists as tuples; an unreadable one becomes the default."""
    if not parameter.editable or not _has_type(parameter, value):
        return parameter.default
    if parameter.kind in NUMBERS:
        low = value if parameter.minimum is None else max(value, parameter.minimum)
        return low if parameter.maximum is None else min(low, parameter.maximum)
    allowed = {choice for choice, _ in parameter.choices}
    if parameter.kind is Kind.CHOICE:
        return value if value in allowed else parameter.default
    if parameter.kind is Kind.TIME:
        return value if spans.time_of(value) else parameter.default
    if parameter.kind is Kind.SPANS:
        return parameter.default if spans.problem_of(value) else tuple(spans.canonical(value))
    if parameter.kind not in _LISTS:
        return value
    kept = tuple(item for item in value if not allowed or item in allowed)
    return kept if kept or not parameter.required else parameter.default


def exclusion(rules: RuleSet, *, echelon: str, position: str) -> tuple[str, str]:
    """(parameter, word) by which an employee must work in the office; ("", "") = they need not."""
    if echelon and echelon in rules.excluded_echelons:
        return "excluded_echelons", dict(ECHELONS).get(echelon, echelon)
    padded = f" {position.lower()} "
    word = next((w for w in rules.excluded_positions if f" {w.lower()} " in padded), "")
    if word:
        return "excluded_positions", word
    return ("excluded", "") if rules.excluded else ("", "")


def problems(
    parameters: Mapping[str, Any],
    *,
    units: Collection[int] | None = None,
    inherited: Mapping[str, Any] | None = None,
) -> list[Problem]:
    """Why these values can't be set; empty = they may.

    `units`: ids below the policy's unit; `inherited`: what holds where it sets nothing itself.
    """
    found = [
        Problem(key, "Aturan ini tidak dikenal. Hapus.")
        for key in parameters
        if key not in PARAMETERS
    ]
    for key, value in parameters.items():
        if key in PARAMETERS and (message := problem_of(PARAMETERS[key], value, units)):
            found.append(Problem(key, message))
    return found or together(parameters, inherited or {})


def together(own: Mapping[str, Any], inherited: Mapping[str, Any]) -> list[Problem]:
    """Limits over several values: told at the first of them that is set here."""
    values = {each.key: each.default for each in REGISTRY} | dict(inherited) | dict(own)
    found = []
    total = sum(values[key] for key in SHARES)
    if total > DECISION_DAYS and (mine := [key for key in SHARES if key in own]):
        found.append(
            Problem(
                mine[0],
                f"OPD, BKD, dan penandatanganan bersama-sama {total} hari kerja. Paling banyak "
                f"{DECISION_DAYS} (UU 30/2014 Pasal 53). Kurangi salah satunya.",
            )
        )
    hours = ("remind_from_hour", "remind_until_hour")
    if values[hours[0]] >= values[hours[1]] and (mine := [key for key in hours if key in own]):
        found.append(Problem(mine[0], "Jam mulai harus sebelum jam selesai. Ubah salah satunya."))
    times = ("plan_due", "report_due", "plan_day_before")
    if mine := [key for key in times if key in own]:
        found += [Problem(mine[0], sentence) for _, sentence in duty.problems(values)]
    return found


def warnings(
    parameters: Mapping[str, Any], inherited: Mapping[str, Any] | None = None
) -> list[Problem]:
    """What is allowed but has a consequence to know; `inherited`: what holds beside it."""
    values = {each.key: each.default for each in REGISTRY} | dict(inherited or {})
    found = [Problem(*each) for each in rota.warnings(values | dict(parameters), parameters)]
    lead = parameters.get("lead_days")
    if isinstance(lead, int) and lead < USUAL_LEAD_DAYS:
        found.append(
            Problem(
                "lead_days",
                f"Kurang dari {USUAL_LEAD_DAYS} hari kerja: pengajuan mungkin belum diputus "
                "sebelum hari pertamanya. Hari yang terlewat tidak dapat disetujui.",
            )
        )
    if parameters.get("max_days_per_week") == 0:
        found.append(
            Problem(
                "max_days_per_week",
                "Nol hari menutup jalur karakteristik tugas. Keadaan khusus tetap dapat diajukan.",
            )
        )
    if parameters.get("special_open") is False and parameters.get("task_open") is False:
        found.append(
            Problem("task_open", "Kedua jalur ditutup, sehingga tidak ada yang dapat diajukan.")
        )
    return found


def problem_of(parameter: Parameter, value: Any, units: Collection[int] | None) -> str:
    if not parameter.editable:
        return f"{parameter.label}: ditetapkan oleh {parameter.law} dan tidak dapat diubah."
    if not _has_type(parameter, value):
        return parameter.ceiling or "Nilai ini tidak dapat dibaca. Isi kembali."
    if parameter.kind in NUMBERS:
        return _range_problem(parameter, value)
    if parameter.kind is Kind.CHOICE:
        return "" if value in dict(parameter.choices) else parameter.ceiling
    if parameter.kind is Kind.TIME:
        return "" if spans.time_of(value) else parameter.ceiling
    if parameter.kind in _LISTS:
        return _list_problem(parameter, value, units)
    return ""


def _range_problem(parameter: Parameter, value: int) -> str:
    low, high = parameter.minimum, parameter.maximum
    outside = (low is not None and value < low) or (high is not None and value > high)
    return parameter.ceiling if outside else ""


def _list_problem(parameter: Parameter, value: Sequence[Any], units: Collection[int] | None) -> str:
    allowed = {choice for choice, _ in parameter.choices}
    if parameter.required and not value:
        return parameter.ceiling
    if allowed and not set(value) <= allowed:
        return parameter.ceiling or "Pilih hanya dari daftar yang tersedia."
    if parameter.kind is Kind.TEXT_LIST:
        return _text_problem(value)
    if parameter.kind is Kind.SPANS:
        return spans.problem_of(value)
    if parameter.kind is Kind.UNIT_LIST and units is not None and not set(value) <= set(units):
        return "Pilih hanya unit di bawah unit kebijakan ini."
    return ""


def _text_problem(value: Sequence[str]) -> str:
    if len(value) > MAX_ITEMS:
        return f"Paling banyak {MAX_ITEMS} baris. Kurangi barisnya."
    if any(not text.strip() or len(text) > MAX_TEXT for text in value):
        return f"Setiap baris berisi 1 sampai {MAX_TEXT} huruf. Perbaiki barisnya."
    return ""


def _has_type(parameter: Parameter, value: Any) -> bool:
    if parameter.kind is Kind.BOOL:
        return isinstance(value, bool)
    if parameter.kind in NUMBERS:
        return _is_int(value)
    if parameter.kind in {Kind.CHOICE, Kind.TIME}:
        return isinstance(value, str)
    if not isinstance(value, list | tuple):
        return False
    if parameter.kind in {Kind.WEEKDAYS, Kind.UNIT_LIST}:
        return all(_is_int(item) for item in value)
    return all(isinstance(item, str) for item in value)


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def show(parameter: Parameter, value: Any, *, units: Mapping[int, str] | None = None) -> str:
    """A value as people read it; `units` names the units by id."""
    if parameter.kind is Kind.BOOL:
        return "Ya" if value else "Tidak"
    if parameter.kind is Kind.PERCENT:
        return f"{number(value)}%"
    if parameter.kind is Kind.HOUR:
        return f"{value:02d}.00"
    if parameter.kind is Kind.TIME:
        return str(value)
    if parameter.kind is Kind.CHOICE:
        return str(dict(parameter.choices).get(value, value))
    if parameter.kind is Kind.INT:
        if not value and parameter.zero:
            return parameter.zero
        return f"{number(value)} {parameter.suffix}".strip()
    if not value:
        return "Tidak ada"
    return _show_list(parameter, value, units or {})


def _show_list(parameter: Parameter, value: Sequence[Any], units: Mapping[int, str]) -> str:
    if parameter.kind is Kind.WEEKDAYS:
        return "Senin sampai Jumat" if len(value) == 5 else join([DAYS[x] for x in sorted(value)])
    if parameter.kind is Kind.UNIT_LIST:
        return join([units.get(x, f"unit {x}") for x in value])
    names = dict(parameter.choices)
    if names:
        return join([names.get(item, str(item)) for item in value])
    return "; ".join(str(item).rstrip(";. ").removesuffix("; dan") for item in value)
