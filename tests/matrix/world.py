"""Objects that the addresses speak of, and one person for each role.

What the addresses name belongs to nobody's limits: the pages are outside of the ambassador's and
the organisation's own page and not in the translator's language.
"""

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page, Site, Task, Workflow, WorkflowPage
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    Translation,
    TranslationSource,
)

from home.models import Contact, ContactPoint, GlossaryTerm
from knowledge.models import InformationIndexPage, InformationPage
from messaging.models import Message, Suppression
from messaging.models.budget import SmsBudget
from people.granting import grant_role
from people.models import User
from tests.home.factories import make_document, make_image
from trust.audit import record
from trust.models import Report

ROLES = (
    "auditor",
    "treasurer",
    "organisation",
    "ambassador",
    "moderator",
    "translator",
    "editor",
    "administrator",
)
ACTORS = ("anonymous", "member", *ROLES)


class World:
    """`people` by actor (None for anonymous), `objects` by parameter of an address."""

    def __init__(self, home: Page) -> None:
        self.home = home
        self.own = self.add_page(home, "own")
        self.page = self.add_page(home, "other")
        self.people = self.make_people()
        self.objects = {
            **self.pages(), **self.messages(), **self.things(), **self.translations(),
        }  # fmt: skip

    def add_page(self, parent: Page, slug: str) -> Page:
        page = parent.add_child(
            instance=InformationPage(
                title=slug, slug=slug, teaser=slug, locale=parent.locale, live=False
            )
        )
        page.save_revision()
        return page

    def make_people(self) -> dict[str, User | None]:
        boss = User.objects.create_superuser("administrator@example.org", is_active=True)
        people: dict[str, User | None] = {"anonymous": None, "administrator": boss}
        limits: dict[str, dict[str, Any]] = {
            "organisation": {"page": self.own},
            "ambassador": {"page": self.own},
            "translator": {"languages": ["ar"]},
        }
        for actor in ACTORS:
            if actor in people:
                continue
            user = User.objects.create_user(f"{actor}@example.org")
            people[actor] = user
            if actor in ROLES:
                grant_role(
                    user=user, role=actor, granted_by=boss, reason="x", **limits.get(actor, {})
                )
        # Granting works on objects that have cached nothing; a request has a fresh one, too.
        return {actor: user and User.objects.get(pk=user.pk) for actor, user in people.items()}

    def pages(self) -> dict[str, Any]:
        boss = self.people["administrator"]
        index = self.home.add_child(
            instance=InformationIndexPage(title="index", slug="index", locale=self.home.locale)
        )
        waiting = self.add_page(self.home, "waiting")
        workflow = Workflow.objects.first() or Workflow.objects.create(name="w")
        WorkflowPage.objects.get_or_create(workflow=workflow, page=index)
        state = workflow.start(waiting, boss)
        task = Task.objects.first()
        revision = self.page.get_latest_revision()
        return {
            "page_id": self.page.pk,
            "page_pk": index.pk,
            "parent_page_id": index.pk,
            "destination_id": index.pk,
            "page_to_move_id": self.page.pk,
            "revision_id": revision.pk,
            "wagtailadmin_pages:pk": self.page.pk,
            "revision_id_a": "earliest",
            "revision_id_b": revision.pk,
            "wagtailadmin_pages:content_type_app_name": "knowledge",
            "wagtailadmin_pages:content_type_model_name": "informationpage",
            "wagtailadmin_pages:choose_parent.app_label": "knowledge",
            "wagtailadmin_pages:choose_parent.model_name": "informationpage",
            **{
                f"wagtailadmin_pages:{name}.page_id": waiting.pk
                for name in (
                    "workflow_action", "collect_workflow_action_data", "workflow_preview",
                    "confirm_workflow_cancellation", "workflow_history", "workflow_history_detail",
                )
            },
            "task_state_id": state.current_task_state.pk,
            "workflow_state_id": state.pk,
            "task_id": task.pk,
            "action_name": "approve",
            "wagtailadmin_api:pages:action.action_name": "delete",
            "wagtailadmin_api:pages:pk": self.page.pk,
            "wagtailadmin_workflows:pk": workflow.pk,
            "workflow_pk": workflow.pk,
            **{
                f"wagtailadmin_workflows:{name}_task.pk": task.pk
                for name in ("edit", "enable", "disable")
            },
            "wagtailadmin_workflows:app_label": "wagtailcore",
            "wagtailadmin_workflows:model_name": "groupapprovaltask",
            "app_label": "wagtailcore",
            "model_name": "page",
            "object_id": self.page.pk,
            "action": "publish",
            "app_name": "taggit",
            "wagtailadmin_tag_model_autocomplete.model_name": "tag",
            "wagtail_serve.0": "",
            "home:page_id": self.home.pk,
            # What these addresses need behind the question mark.
            "wagtail_bulk_action?": f"id={self.page.pk}",
            "wagtailadmin_api:pages:find?": "html_path=/",
        }  # fmt: skip

    def messages(self) -> dict[str, Any]:
        message = Message.objects.create(
            key="account.login_code",
            channel="sms",
            purpose="account",
            address_hash="x",
            language="de",
            foreign_id="x",
        )
        stop = Suppression.objects.create(channel="sms", address_hash="x", reason="stopped")
        month = SmsBudget.objects.create(month=dt.date(2020, 1, 1))
        entry = record(actor=None, verb="matrix.world.made")
        return {
            **{
                f"trust_audit_modeladmin_{screen}.instance_pk": entry.pk
                for screen in ("edit", "delete", "inspect")
            },
            **{
                f"messaging_{kind}_modeladmin_{screen}.instance_pk": thing.pk
                for kind, thing in (("messages", message), ("stops", stop), ("budget", month))
                for screen in ("edit", "delete", "inspect")
            },
            "message_id": message.pk,
            "key": message.key,
            "channel": "email",
            "language": "de",
            "provider": "console",
        }

    def things(self) -> dict[str, Any]:
        point = ContactPoint.objects.create(name="Office")
        german = Locale.objects.get(language_code="de")
        self.term = GlossaryTerm.objects.create(
            term="Amt", original="Amt", explanation="Office", locale=german
        )
        contact = Contact.objects.create(name="Office", point=point, locale=german)
        image, document = make_image(), make_document()
        collection = Collection.get_first_root_node().add_child(name="Files")
        member = self.people["member"]
        report = Report.objects.create(page=self.page, path="/de/other/", text="x", language="de")
        return {
            "image_id": image.pk,
            "wagtailadmin_api:images:pk": image.pk,
            "wagtailimages_chooser:pk": image.pk,
            "filter_spec": "original",
            "document_id": document.pk,
            "doc_id": document.pk,
            "wagtaildocs_serve.0": document.pk,
            "wagtaildocs_serve.1": document.filename,
            "wagtailadmin_api:documents:pk": document.pk,
            "wagtaildocs_chooser:pk": document.pk,
            "collection_id": collection.pk,
            "wagtailadmin_collections:pk": collection.pk,
            **both("contact", contact.pk),
            **both("contactpoint", point.pk),
            **both("glossaryterm", self.term.pk),
            "wagtaillocales:pk": Locale.objects.get(language_code="ar").pk,
            "wagtailsites:pk": Site.objects.first().pk,
            "wagtailusers_users:pk": member.pk,
            "wagtailusers_groups:pk": Group.objects.first().pk,
            "people_roles:user_id": member.pk,
            "role": "editor",
            "redirect_id": Redirect.objects.create(
                old_path="/old", redirect_link="https://example.org"
            ).pk,
            "wagtailsettings:app_name": "home",
            "wagtailsettings:model_name": "siteidentity",
            "wagtailsettings:pk": Site.objects.first().pk,
            "instance_pk": report.pk,
            "report_id": report.pk,
            "kind": "imprint",
        }

    def translations(self) -> dict[str, Any]:
        source, _new = TranslationSource.update_or_create_from_instance(self.term)
        translation = Translation.objects.create(
            source=source, target_locale=Locale.objects.get(language_code="fa"), enabled=True
        )
        translation.save_target(publish=True)
        segment = StringSegment.objects.filter(source=source).first()
        override = OverridableSegment.objects.filter(source=source).first()
        return {
            "translation_source_id": source.pk,
            "translation_id": translation.pk,
            "string_segment_id": segment.pk,
            "overridable_segment_id": override.pk if override else 1,
            **{
                f"wagtail_localize:{name}.{parameter}": value
                for name in (
                    "submit_snippet_translation", "snippets_api_listing", "snippets_api_detail",
                )
                for parameter, value in (
                    ("app_label", "home"), ("model_name", "glossaryterm"), ("pk", self.term.pk),
                )
            },
        }  # fmt: skip


def both(model: str, pk: int) -> dict[str, int]:
    return {f"wagtailsnippets_home_{model}:pk": pk, f"wagtailsnippetchoosers_home_{model}:pk": pk}
