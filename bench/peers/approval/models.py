"""What is asked: the object that the package hangs its flow on."""

from django.conf import settings
from django.db import models


class Leave(models.Model):
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    nip = models.CharField(max_length=18)
    name = models.CharField(max_length=150)
    dates = models.CharField(max_length=300)
    place = models.CharField(max_length=300)
    reason = models.TextField(max_length=2000)
    plan = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.dates}"
