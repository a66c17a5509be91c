from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"
    label = "workflows"
    verbose_name = "Prosedur"

    def ready(self) -> None:
        from wfa.audit.labels import register
        from wfa.schedules.selectors.others import ask_with
        from workflows.roster_steps import ROSTER_STEPS
        from workflows.selectors.rosters import taken_by_requests
        from workflows.steps import STEPS

        ask_with(taken_by_requests)
        register({f"request.{step.name}": f"Pengajuan {step.done}" for step in STEPS.values()})
        register({f"roster.{step.name}": f"Jadwal {step.done}" for step in ROSTER_STEPS.values()})
        register(
            {
                "roster.reminded": "OPD diingatkan melaporkan jadwal",
                "proposal_sent": "Usulan disusun OPD",
                "proposal_received": "Usulan diterima BKD",
                "proposal_closed": "Pemeriksaan usulan selesai",
                "cancellation_asked": "Pembatalan diminta pemohon",
                "cancellation_withdrawn": "Permintaan pembatalan ditarik",
                "cancellation_denied": "Pembatalan tidak dikabulkan",
                "swap_asked": "Tukar hari diminta",
                "swap_agreed": "Tukar hari disetujui rekan",
                "swap_declined": "Tukar hari ditolak rekan",
                "swap_withdrawn": "Tukar hari dibatalkan peminta",
                "swap_approved": "Tukar hari disetujui atasan",
                "swap_refused": "Tukar hari ditolak atasan",
                "days_recalled": "Dipanggil kembali dari jadwal",
                "superior_heard": "Pertimbangan atasan diberikan",
                "reason_added": "Contoh alasan ditambah",
                "reason_removed": "Contoh alasan dihapus",
            }
        )
