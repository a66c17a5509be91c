"""The job behind the outbox; a hint only, see `services`."""

from django_tasks import task

from wfa.notifications import services


@task()
def deliver() -> int:
    """Send what is due; a full batch means that more may wait."""
    sent = services.deliver_due()
    if sent >= services.BATCH:
        deliver.enqueue()
    return sent
