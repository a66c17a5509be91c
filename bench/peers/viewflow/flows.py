"""employee → OPD → BKD, as short as it can be, each step with viewflow's own page."""

from django.contrib.auth import get_user_model
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.flow.views import CreateProcessView, UpdateProcessView

from bench.peers.common import TYPED
from bench.peers.viewflow.models import LeaveProcess


class LeaveFlow(flow.Flow):
    process_class = LeaveProcess
    lock_impl = lock.select_for_update_lock
    process_title = "Pengajuan"

    start = flow.Start(CreateProcessView.as_view(fields=list(TYPED))).Next(this.assess)
    assess = (
        flow.View(UpdateProcessView.as_view(fields=["supported", "note"]))
        .Assign(lambda _: get_user_model().objects.get(username="opd"))
        .Next(this.examine)
    )
    examine = (
        flow.View(UpdateProcessView.as_view(fields=["approved"]))
        .Assign(lambda _: get_user_model().objects.get(username="bkd"))
        .Next(this.end)
    )
    end = flow.End()
