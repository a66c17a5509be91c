"""The way of a proposal through the house, drawn for the engine.

propose → letter → examine → drafting → signing → filing → end. Every node between start and end is
a waiting point that `workflows.services` completes; gates read the states of the requests and
decide nothing. Rights are `may()`, clocks are our sweep: no permissions or timers here.
"""

from viewflow import this
from viewflow.workflow import Activation, flow, lock
from viewflow.workflow.models import Process, Task

from wfa.requests.models import State


class ProposalFlow(flow.Flow):  # type: ignore[misc]
    """One process per proposal, whatever the number of its requests."""

    process_class = Process
    task_class = Task
    lock_impl = lock.select_for_update_lock
    process_title = "Usulan"

    propose = flow.StartHandle().Next(this.letter)
    letter = flow.Handle(this.proceed).Next(this.received)
    received = flow.Switch().Case(this.examine, this.has_items).Default(this.filing)
    examine = flow.Handle(this.proceed).Next(this.outcome)
    outcome = flow.Switch().Case(this.drafting, this.has_approved).Default(this.filing)
    drafting = flow.Handle(this.proceed).Next(this.signing)
    signing = flow.Handle(this.proceed).Next(this.filing)
    filing = flow.Handle(this.proceed).Next(this.end)
    end = flow.End()

    def proceed(self, activation: Activation) -> None:
        """The domain has moved already; the engine only follows."""

    def has_items(self, activation: Activation) -> bool:
        return bool(activation.process.proposal.items.filter(is_open=True).exists())

    def has_approved(self, activation: Activation) -> bool:
        items = activation.process.proposal.items.filter(is_open=True)
        return bool(items.filter(request__state=State.APPROVED).exists())


WAITING = ("letter", "examine", "drafting", "signing", "filing")
LABELS = {
    "letter": "Menunggu tanda tangan surat usulan",
    "examine": "Diperiksa BKD",
    "drafting": "Menunggu penyusunan SK",
    "signing": "Menunggu tanda tangan SK",
    "filing": "Menunggu pengarsipan",
    "end": "Selesai",
}
