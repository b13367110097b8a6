"""What importing is compared with: django-import-export with validating fields, and SQLite fed with text as it stands.

The peer runs as fast as it honestly can: in bulk, without looking for known contacts, without a difference to show or
results to keep, institutions looked up in a dictionary and not checked again, a thousand rows in one transaction of a
database in write-ahead mode. It validates addresses by Django's pattern and numbers by phonenumbers; it knows one
address and one number a row, and writes no history and no provenance.
"""

from __future__ import annotations

import csv
import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["peer", "raw"]

COLUMNS = {
    "name": "Nom",
    "email": "Courriel",
    "phone": "Téléphone",
    "institution": "Organisation",
    "role": "Fonction",
}


def raw(source: Path, folder: Path) -> int:
    """Store the text of the cells, all in one transaction; return how many rows there are."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "CREATE TABLE contact (id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT, institution TEXT, role TEXT)"
    )
    connection.execute("BEGIN")
    with source.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        next(rows)
        connection.executemany(
            "INSERT INTO contact (name, email, phone, institution, role) VALUES (?, ?, ?, ?, ?)", rows
        )
    connection.execute("COMMIT")
    number: int = connection.execute("SELECT count(*) FROM contact").fetchone()[0]
    connection.close()
    return number


def settle(folder: Path) -> Any:
    """Configure Django, create its tables and return the resource that imports; it is not counted as time."""
    import django
    from django.conf import settings

    database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "peer.db",
        "OPTIONS": {"init_command": "PRAGMA journal_mode = WAL; PRAGMA cache_size = -65536"},
    }
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["import_export"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        PHONENUMBER_DEFAULT_REGION="FR",
        USE_I18N=False,
    )
    django.setup()
    institution, contact = _models()
    from django.db import connection

    with connection.schema_editor() as editor:
        editor.create_model(institution)
        editor.create_model(contact)
    return _resource(institution, contact)


def _models() -> tuple[Any, Any]:
    from django.db import models
    from phonenumber_field.modelfields import PhoneNumberField

    class Institution(models.Model):
        name = models.CharField(max_length=200, unique=True)

        class Meta:
            app_label = "press"

    class Contact(models.Model):
        name = models.CharField(max_length=200, db_index=True)
        email = models.EmailField(blank=True, db_index=True)
        phone = PhoneNumberField(blank=True, db_index=True)
        institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True)
        role = models.CharField(max_length=200, blank=True)

        class Meta:
            app_label = "press"

    return Institution, Contact


def _resource(institution: Any, contact: Any) -> Any:
    from django.core.exceptions import ValidationError
    from import_export import fields, resources, widgets

    known: dict[str, Any] = {}

    class Employer(widgets.Widget):
        def clean(self, value: str, **_: Any) -> Any:
            if value and value not in known:
                known[value] = institution.objects.create(name=value)
            return known.get(value)

    class Contacts(resources.ModelResource):
        institution = fields.Field("institution", COLUMNS["institution"], widget=Employer())
        name = fields.Field("name", COLUMNS["name"])
        email = fields.Field("email", COLUMNS["email"])
        phone = fields.Field("phone", COLUMNS["phone"])
        role = fields.Field("role", COLUMNS["role"])

        class Meta:
            model = contact
            fields = tuple(COLUMNS)
            import_id_fields = ()
            force_init_instance = True
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            report_skipped = False
            use_transactions = True

        def validate_instance(self, instance: Any, import_validation_errors: Any = None, **_: Any) -> None:
            """Validate all but the institution, which was just found: that would be a statement a row."""
            errors = dict(import_validation_errors or {})
            try:
                instance.clean_fields(exclude={*errors, "institution"})
            except ValidationError as error:
                errors = error.update_error_dict(errors)
            if errors:
                raise ValidationError(errors)

    return Contacts()


def peer(source: Path, resource: Any) -> int:
    """Import the list; return how many contacts there are."""
    import tablib

    with source.open(encoding="utf-8", newline="") as file:
        dataset = tablib.Dataset().load(file, format="csv", delimiter=";")
    result = resource.import_data(dataset, raise_errors=False)
    assert not result.has_errors(), result.row_errors()[:1] or result.base_errors
    number: int = resource._meta.model.objects.count()
    assert number == len(dataset) - len(result.invalid_rows)
    return number
