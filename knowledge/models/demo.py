"""What the demo content made or changed, so that one command can take it away again."""

from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models


class DemoObject(models.Model):
    """One row of the demo content, or one that it changed and will give back.

    No generic foreign key with a cascade: this list has to outlive what it names. Languages of a
    page or a snippet are not listed one by one; they share the key of the listed one.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=64)
    # Values of the fields that the demo overwrote; None where the demo made the row itself.
    former = models.JSONField(null=True, default=None)

    class Meta:
        default_permissions = ()  # nobody edits this list
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="knowledge_demo_object_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}: {self.object_id}"
