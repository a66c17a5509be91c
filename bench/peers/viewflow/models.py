"""What is asked, in the process itself: the way of viewflow's own first example."""

from viewflow import jsonstore
from viewflow.workflow.models import Process


class LeaveProcess(Process):
    nip = jsonstore.CharField(max_length=18)
    name = jsonstore.CharField(max_length=150)
    dates = jsonstore.CharField(max_length=300)
    place = jsonstore.CharField(max_length=300)
    reason = jsonstore.CharField(max_length=2000)
    plan = jsonstore.CharField(max_length=300)
    supported = jsonstore.BooleanField(default=False)
    note = jsonstore.CharField(max_length=300, blank=True)
    approved = jsonstore.BooleanField(default=False)

    class Meta:
        proxy = True
