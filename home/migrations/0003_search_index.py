"""The full text index beside the table of search entries."""

from django.db import migrations

from home.search.schema import create_index, drop_index


class Migration(migrations.Migration):
    dependencies = [("home", "0002_initial")]

    operations = [migrations.RunPython(create_index, drop_index)]
