"""The job that looks at check-ins and their pictures; a hint only, see `services.examining`."""

from django_tasks import task

from wfa.attendance import services


@task()
def examine() -> int:
    """What is due; if more waits, again in a moment, so that other work gets its turn."""
    return services.examine_due()
