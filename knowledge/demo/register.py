"""Remembers what the demo makes or changes; see `knowledge.models.DemoObject`."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from knowledge.models import DemoObject


def is_loaded() -> bool:
    return DemoObject.objects.exists()


def remember(*made: Model) -> None:
    """Rows that go when the demo goes."""
    DemoObject.objects.bulk_create(
        DemoObject(content_type=_type(type(row)), object_id=str(row.pk)) for row in made
    )


def borrow(row: Model, **values: Any) -> None:
    """Overwrite fields of a row that is not ours, and keep the former values to give them back.

    Foreign keys are given as `<name>_id`; values have to fit into JSON.
    """
    former = {name: getattr(row, name) for name in values}
    DemoObject.objects.create(content_type=_type(type(row)), object_id=str(row.pk), former=former)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def made(model: type[Model]) -> QuerySet[Any]:
    """The rows of a model that the demo made and that still exist."""
    ids = DemoObject.objects.filter(content_type=_type(model), former__isnull=True)
    keys = [model._meta.pk.to_python(key) for key in ids.values_list("object_id", flat=True)]
    return model._base_manager.filter(pk__in=keys)


def give_back() -> None:
    """Put the former values into the rows that were only changed."""
    for borrowed in DemoObject.objects.exclude(former__isnull=True).select_related("content_type"):
        model = borrowed.content_type.model_class()
        row = model._base_manager.filter(pk=borrowed.object_id).first() if model else None
        if row is not None:
            for name, value in (borrowed.former or {}).items():
                setattr(row, name, value)
            row.save()


def _type(model: type[Model]) -> ContentType:
    return ContentType.objects.get_for_model(model, for_concrete_model=False)
