"""What the rules of a unit answer, one attribute per parameter of the registry."""


class Values:
    """For the type checker; `RuleSet` answers from its values."""

    open: bool
    special_open: bool
    task_open: bool
    max_days_per_week: int
    weekdays: tuple[int, ...]
    lead_days: int
    max_period_months: int
    discipline_block: bool
    new_in_position_months: int
    criteria: tuple[str, ...]
    excluded_echelons: tuple[str, ...]
    excluded_positions: tuple[str, ...]
    excluded_units: tuple[int, ...]
    excluded: bool
    quota_percent: int
    quota_people: int
    min_present: int
    min_structural_present: int
    location_radius: int
    rota_pattern: str
    rota_weekdays: tuple[int, ...]
    rota_share: int
    rota_days_per_week: int
    roster_due_days: int
    half_days: bool
    places: tuple[str, ...]
    overlap_block: bool
    evidence_required: bool
    superior_step: bool
    obligations: tuple[str, ...]
    held_when_closed: bool
    days_opd: int
    days_bkd: int
    days_signature: int
    remind_from_hour: int
    remind_until_hour: int
    remind_cooldown_days: int
    objection_days: int
    objection_answer_days: int
    checkin_asked: bool
    checkin_windows: tuple[str, ...]
    checkin_windows_friday: tuple[str, ...]
    checkin_windows_ramadan: tuple[str, ...]
    checkin_windows_ramadan_friday: tuple[str, ...]
    checkin_grace: int
    valid_needs: tuple[str, ...]
    explain_days: int
    account_days: int
    plan_asked: bool
    plan_day_before: bool
    plan_due: str
    report_asked: bool
    report_due: str
    call_minutes: int
    call_attempts: int
    rollcall_people: int
    missed_before_reprimand: int
    reprimand_ladder: tuple[str, ...]
    reprimand_months: int
    reprimand_objection_days: int
    keep_photo_days: int
    keep_coordinates_days: int
    keep_evidence_days: int
