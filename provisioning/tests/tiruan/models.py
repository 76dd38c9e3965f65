"""What all releases have in common: default data is written through these."""

from django.conf import settings
from django.db import models


class Place(models.Model):
    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.text
