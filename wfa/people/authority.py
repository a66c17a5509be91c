"""Who may do what: role × action × scope × state, the one table that code and tests ask.

A *role* is held by date: an office (`Appointment`) or a duty (`Duty`); see `permissions.py`.
*Scope* says over which units the role acts: OWN (the person), UNIT (the unit of the office or
duty and everything below it), REGION (all units). *States* are those of a request in which the
action makes sense; empty = the action isn't about a request.
"""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    OWN = "own"
    UNIT = "unit"
    REGION = "region"


class Role(StrEnum):
    """Value = name of the Django group that carries the guardian permissions."""

    EMPLOYEE = "pegawai"
    REGION_HEAD = "kepala_daerah"
    OPD_HEAD = "kepala_opd"
    UNIT_HEAD = "kepala_unit"
    ASSESSOR = "penilai"
    PERSONNEL = "pengelola"
    BKD_HEAD = "kepala_bkd"
    VERIFIER = "verifikator"
    ARCHIVIST = "arsiparis"
    INSPECTOR = "inspektur"
    ADMINISTRATOR = "administrator"
    FRONT_OFFICE = "layanan_depan"
    PICKET = "piket"


@dataclass(frozen=True)
class Action:
    name: str
    label: str


@dataclass(frozen=True)
class Grant:
    role: Role
    action: str
    scope: Scope
    states: tuple[str, ...] = ()


ACTIONS = [
    Action("file_request", "Mengajukan"),
    Action("withdraw_request", "Membatalkan pengajuan"),
    Action("object_refusal", "Mengajukan keberatan"),
    Action("view_case", "Melihat pengajuan"),
    Action("view_health", "Membuka bukti kesehatan"),
    Action("assess_request", "Menilai dan mengembalikan"),
    Action("refuse_request", "Menolak di OPD"),
    Action("propose_request", "Mengusulkan ke BKD"),
    Action("sign_letter", "Menandatangani surat usulan"),
    Action("give_view", "Memberi pertimbangan sebagai atasan langsung"),
    Action("file_for_other", "Mengajukan untuk pegawai lain"),
    Action("decide_cancellation", "Memutus pembatalan"),
    Action("recall_employee", "Memanggil kembali ke kantor"),
    Action("decide_objection", "Memutus keberatan"),
    Action("view_late", "Melihat daftar lewat batas"),
    Action("examine_request", "Memutus di BKD"),
    Action("draft_decree", "Menyusun surat keputusan"),
    Action("sign_decree", "Menandatangani surat keputusan"),
    Action("view_decree", "Membuka surat keputusan"),
    Action("manage_archive", "Mengelola arsip"),
    Action("view_audit", "Membuka jejak audit"),
    Action("manage_people", "Mengelola pegawai dan tugas"),
    Action("import_people", "Mengimpor data SIASN"),
    Action("print_slips", "Mencetak slip masuk pertama"),
    Action("manage_calendar", "Mengelola kalender kerja"),
    Action("draft_policy", "Menyusun kebijakan"),
    Action("enforce_policy", "Memberlakukan kebijakan"),
    Action("manage_region", "Mengatur daerah dan kewenangan"),
    Action("view_roster", "Melihat jadwal unit"),
    Action("view_presence", "Melihat siapa di kantor hari ini"),
    Action("draft_roster", "Menyusun dan melaporkan jadwal unit"),
    Action("order_roster", "Menyusun perintah situasional"),
    Action("approve_roster", "Memutus jadwal unit di BKD"),
    Action("record_absence", "Mencatat cuti, dinas luar, dan diklat"),
    Action("decide_swap", "Memutus tukar hari"),
    Action("export_schedule", "Mengekspor jadwal ke aplikasi presensi"),
    Action("manage_exchange", "Mengatur sambungan aplikasi presensi"),
    Action("check_in", "Presensi, rencana, dan laporan pada hari kerja fleksibel"),
    Action("view_duty", "Melihat pengawasan hari kerja fleksibel"),
    Action("view_photo", "Membuka foto presensi"),
    Action("verify_day", "Memverifikasi hari kerja fleksibel dan menilai laporan"),
    Action("send_account", "Mengirim rekap hari ke BKD"),
    Action("view_accounts", "Melihat rekap hari semua OPD"),
    Action("call_employee", "Menghubungi pegawai dan mencatat panggilan"),
    Action("decide_reprimand", "Memutus usul pembinaan"),
    Action("answer_reprimand", "Menjawab keberatan atas pembinaan"),
]

_ASSESSABLE = ("submitted", "recommended")
_PROPOSABLE = ("recommended",)
_EXAMINABLE = ("proposed", "approved", "refused")
_RUNNING = ("approved", "in_force")
_OBJECTED = ("objected",)
_OPEN = ("draft", "submitted", "returned", "recommended", "proposed")

GRANTS = [
    Grant(Role.EMPLOYEE, "file_request", Scope.OWN, ("draft", "returned")),
    Grant(Role.EMPLOYEE, "withdraw_request", Scope.OWN, _OPEN),
    Grant(Role.EMPLOYEE, "object_refusal", Scope.OWN, ("refused",)),
    Grant(Role.EMPLOYEE, "view_case", Scope.OWN),
    Grant(Role.EMPLOYEE, "view_health", Scope.OWN),
    Grant(Role.EMPLOYEE, "view_decree", Scope.OWN),
    Grant(Role.EMPLOYEE, "check_in", Scope.OWN),
    #
    Grant(Role.UNIT_HEAD, "view_case", Scope.UNIT),
    Grant(Role.UNIT_HEAD, "give_view", Scope.UNIT, ("submitted",)),
    Grant(Role.UNIT_HEAD, "recall_employee", Scope.UNIT, _RUNNING),
    Grant(Role.UNIT_HEAD, "view_roster", Scope.UNIT),
    Grant(Role.UNIT_HEAD, "view_presence", Scope.UNIT),
    Grant(Role.UNIT_HEAD, "decide_swap", Scope.UNIT),
    Grant(Role.UNIT_HEAD, "view_duty", Scope.UNIT),
    Grant(Role.UNIT_HEAD, "view_photo", Scope.UNIT),
    Grant(Role.UNIT_HEAD, "verify_day", Scope.UNIT),
    Grant(Role.UNIT_HEAD, "call_employee", Scope.UNIT),
    #
    Grant(Role.ASSESSOR, "view_case", Scope.UNIT),
    Grant(Role.ASSESSOR, "view_health", Scope.UNIT, _ASSESSABLE),
    Grant(Role.ASSESSOR, "assess_request", Scope.UNIT, _ASSESSABLE),
    Grant(Role.ASSESSOR, "decide_cancellation", Scope.UNIT, _RUNNING),
    Grant(Role.ASSESSOR, "view_decree", Scope.UNIT),
    Grant(Role.ASSESSOR, "view_roster", Scope.UNIT),
    Grant(Role.ASSESSOR, "view_presence", Scope.UNIT),
    Grant(Role.ASSESSOR, "view_duty", Scope.UNIT),
    #
    Grant(Role.PERSONNEL, "view_case", Scope.UNIT),
    Grant(Role.PERSONNEL, "file_for_other", Scope.UNIT, ("draft", "returned")),
    Grant(Role.PERSONNEL, "view_decree", Scope.UNIT),
    Grant(Role.PERSONNEL, "print_slips", Scope.UNIT),
    Grant(Role.PERSONNEL, "view_roster", Scope.UNIT),
    Grant(Role.PERSONNEL, "view_presence", Scope.UNIT),
    Grant(Role.PERSONNEL, "draft_roster", Scope.UNIT),
    Grant(Role.PERSONNEL, "record_absence", Scope.UNIT),
    Grant(Role.PERSONNEL, "export_schedule", Scope.UNIT),
    Grant(Role.PERSONNEL, "view_duty", Scope.UNIT),
    Grant(Role.PERSONNEL, "send_account", Scope.UNIT),
    Grant(Role.PERSONNEL, "call_employee", Scope.UNIT),
    #
    Grant(Role.OPD_HEAD, "view_case", Scope.UNIT),
    Grant(Role.OPD_HEAD, "view_health", Scope.UNIT, _ASSESSABLE),
    Grant(Role.OPD_HEAD, "assess_request", Scope.UNIT, _ASSESSABLE),
    Grant(Role.OPD_HEAD, "refuse_request", Scope.UNIT, _ASSESSABLE),
    Grant(Role.OPD_HEAD, "propose_request", Scope.UNIT, _PROPOSABLE),
    Grant(Role.OPD_HEAD, "decide_cancellation", Scope.UNIT, _RUNNING),
    Grant(Role.OPD_HEAD, "recall_employee", Scope.UNIT, _RUNNING),
    Grant(Role.OPD_HEAD, "sign_letter", Scope.UNIT),
    Grant(Role.OPD_HEAD, "view_decree", Scope.UNIT),
    Grant(Role.OPD_HEAD, "print_slips", Scope.UNIT),
    Grant(Role.OPD_HEAD, "view_roster", Scope.UNIT),
    Grant(Role.OPD_HEAD, "view_presence", Scope.UNIT),
    Grant(Role.OPD_HEAD, "draft_roster", Scope.UNIT),
    Grant(Role.OPD_HEAD, "order_roster", Scope.UNIT),
    Grant(Role.OPD_HEAD, "record_absence", Scope.UNIT),
    Grant(Role.OPD_HEAD, "decide_swap", Scope.UNIT),
    Grant(Role.OPD_HEAD, "view_duty", Scope.UNIT),
    Grant(Role.OPD_HEAD, "view_photo", Scope.UNIT),
    Grant(Role.OPD_HEAD, "verify_day", Scope.UNIT),
    Grant(Role.OPD_HEAD, "send_account", Scope.UNIT),
    Grant(Role.OPD_HEAD, "call_employee", Scope.UNIT),
    Grant(Role.OPD_HEAD, "decide_reprimand", Scope.UNIT),
    #
    # The head of the region stands one level above every head of an OPD.
    Grant(Role.REGION_HEAD, "view_case", Scope.REGION),
    Grant(Role.REGION_HEAD, "view_health", Scope.REGION, _ASSESSABLE),
    Grant(Role.REGION_HEAD, "assess_request", Scope.REGION, _ASSESSABLE),
    Grant(Role.REGION_HEAD, "refuse_request", Scope.REGION, _ASSESSABLE),
    Grant(Role.REGION_HEAD, "propose_request", Scope.REGION, _PROPOSABLE),
    Grant(Role.REGION_HEAD, "decide_cancellation", Scope.REGION, _RUNNING),
    Grant(Role.REGION_HEAD, "recall_employee", Scope.REGION, _RUNNING),
    Grant(Role.REGION_HEAD, "decide_objection", Scope.REGION, _OBJECTED),
    Grant(Role.REGION_HEAD, "view_late", Scope.REGION),
    Grant(Role.REGION_HEAD, "sign_letter", Scope.REGION),
    Grant(Role.REGION_HEAD, "view_decree", Scope.REGION),
    Grant(Role.REGION_HEAD, "view_roster", Scope.REGION),
    Grant(Role.REGION_HEAD, "view_presence", Scope.REGION),
    Grant(Role.REGION_HEAD, "decide_swap", Scope.REGION),
    Grant(Role.REGION_HEAD, "view_duty", Scope.REGION),
    Grant(Role.REGION_HEAD, "view_photo", Scope.REGION),
    Grant(Role.REGION_HEAD, "verify_day", Scope.REGION),
    Grant(Role.REGION_HEAD, "call_employee", Scope.REGION),
    Grant(Role.REGION_HEAD, "decide_reprimand", Scope.REGION),
    # What the head of the BKD decided about their own people is answered one level up.
    Grant(Role.REGION_HEAD, "answer_reprimand", Scope.REGION),
    #
    Grant(Role.VERIFIER, "view_case", Scope.REGION),
    Grant(Role.VERIFIER, "view_health", Scope.REGION, _EXAMINABLE),
    Grant(Role.VERIFIER, "examine_request", Scope.REGION, _EXAMINABLE),
    Grant(Role.VERIFIER, "draft_decree", Scope.REGION),
    Grant(Role.VERIFIER, "view_decree", Scope.REGION),
    Grant(Role.VERIFIER, "view_roster", Scope.REGION),
    Grant(Role.VERIFIER, "view_presence", Scope.REGION),
    Grant(Role.VERIFIER, "order_roster", Scope.REGION),
    Grant(Role.VERIFIER, "approve_roster", Scope.REGION),
    Grant(Role.VERIFIER, "record_absence", Scope.REGION),
    Grant(Role.VERIFIER, "export_schedule", Scope.REGION),
    Grant(Role.VERIFIER, "view_duty", Scope.REGION),
    Grant(Role.VERIFIER, "view_photo", Scope.REGION),
    Grant(Role.VERIFIER, "view_accounts", Scope.REGION),
    #
    Grant(Role.BKD_HEAD, "view_case", Scope.REGION),
    Grant(Role.BKD_HEAD, "view_health", Scope.REGION, _EXAMINABLE),
    Grant(Role.BKD_HEAD, "examine_request", Scope.REGION, _EXAMINABLE),
    Grant(Role.BKD_HEAD, "decide_cancellation", Scope.REGION, _RUNNING),
    Grant(Role.BKD_HEAD, "recall_employee", Scope.REGION, _RUNNING),
    Grant(Role.BKD_HEAD, "decide_objection", Scope.REGION, _OBJECTED),
    Grant(Role.BKD_HEAD, "view_late", Scope.REGION),
    Grant(Role.BKD_HEAD, "draft_decree", Scope.REGION),
    Grant(Role.BKD_HEAD, "sign_decree", Scope.REGION),
    Grant(Role.BKD_HEAD, "view_decree", Scope.REGION),
    Grant(Role.BKD_HEAD, "manage_archive", Scope.REGION),
    Grant(Role.BKD_HEAD, "manage_people", Scope.REGION),
    Grant(Role.BKD_HEAD, "import_people", Scope.REGION),
    Grant(Role.BKD_HEAD, "print_slips", Scope.REGION),
    Grant(Role.BKD_HEAD, "manage_calendar", Scope.REGION),
    Grant(Role.BKD_HEAD, "draft_policy", Scope.REGION),
    Grant(Role.BKD_HEAD, "enforce_policy", Scope.REGION),
    Grant(Role.BKD_HEAD, "manage_region", Scope.REGION),
    Grant(Role.BKD_HEAD, "view_roster", Scope.REGION),
    Grant(Role.BKD_HEAD, "view_presence", Scope.REGION),
    Grant(Role.BKD_HEAD, "order_roster", Scope.REGION),
    Grant(Role.BKD_HEAD, "approve_roster", Scope.REGION),
    Grant(Role.BKD_HEAD, "record_absence", Scope.REGION),
    Grant(Role.BKD_HEAD, "export_schedule", Scope.REGION),
    Grant(Role.BKD_HEAD, "manage_exchange", Scope.REGION),
    Grant(Role.BKD_HEAD, "view_duty", Scope.REGION),
    Grant(Role.BKD_HEAD, "view_photo", Scope.REGION),
    Grant(Role.BKD_HEAD, "view_accounts", Scope.REGION),
    Grant(Role.BKD_HEAD, "answer_reprimand", Scope.REGION),
    #
    Grant(Role.ARCHIVIST, "view_decree", Scope.REGION),
    Grant(Role.ARCHIVIST, "manage_archive", Scope.REGION),
    #
    Grant(Role.INSPECTOR, "view_case", Scope.REGION),
    Grant(Role.INSPECTOR, "view_health", Scope.REGION),
    Grant(Role.INSPECTOR, "view_decree", Scope.REGION),
    Grant(Role.INSPECTOR, "view_audit", Scope.REGION),
    Grant(Role.INSPECTOR, "view_late", Scope.REGION),
    Grant(Role.INSPECTOR, "view_roster", Scope.REGION),
    Grant(Role.INSPECTOR, "view_presence", Scope.REGION),
    Grant(Role.INSPECTOR, "view_duty", Scope.REGION),
    Grant(Role.INSPECTOR, "view_photo", Scope.REGION),
    Grant(Role.INSPECTOR, "view_accounts", Scope.REGION),
    #
    # The system administrator runs the machine, not the cases: no case, no decree.
    Grant(Role.ADMINISTRATOR, "manage_people", Scope.REGION),
    Grant(Role.ADMINISTRATOR, "import_people", Scope.REGION),
    Grant(Role.ADMINISTRATOR, "print_slips", Scope.REGION),
    Grant(Role.ADMINISTRATOR, "manage_calendar", Scope.REGION),
    Grant(Role.ADMINISTRATOR, "draft_policy", Scope.REGION),
    Grant(Role.ADMINISTRATOR, "manage_region", Scope.REGION),
    Grant(Role.ADMINISTRATOR, "manage_exchange", Scope.REGION),
    #
    Grant(Role.FRONT_OFFICE, "view_presence", Scope.UNIT),
    #
    # The picket officer of a day calls people; the pictures stay with those who verify.
    Grant(Role.PICKET, "view_duty", Scope.UNIT),
    Grant(Role.PICKET, "call_employee", Scope.UNIT),
]


def states_for(role: Role, action: str) -> tuple[str, ...]:
    """States of a request in which `role` may do `action`; empty = in every state."""
    return next((g.states for g in GRANTS if g.role == role and g.action == action), ())
