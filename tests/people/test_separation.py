"""People with a part of the tree, or with a language, neither read nor change the rest: by URL."""

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from home.models import GlossaryTerm
from tests.people.signing_in import sign_in_staff

pytestmark = pytest.mark.django_db
SECRET = "Secret beta"


def refused(response) -> bool:
    """Wagtail answers 403 or 404, or sends back to the start page with a message."""
    if response.status_code == 302:
        return response.headers["Location"] == "/admin/"
    return response.status_code in (403, 404)


def opened(response) -> bool:
    return response.status_code in (200, 302) and not refused(response)


@pytest.fixture
def editor(client, grant, chapters):
    user = grant("editor", page=chapters[0])
    sign_in_staff(client, user)
    return user


@pytest.fixture
def translator(client, grant, chapters):
    user = grant("translator", languages=["ar"])
    sign_in_staff(client, user)
    return user


def draft_of(chapter: Page) -> Page:
    return chapter.get_children().get()


PAGE_SCREENS = (
    "edit", "delete", "copy", "move", "history", "history_results", "usage", "view_draft",
    "workflow_history", "set_privacy", "add_subpage",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGE_SCREENS)
def test_screens_of_a_page_open_only_inside(client, editor, chapters, name):
    own, other = (
        client.get(reverse(f"wagtailadmin_pages:{name}", args=[draft_of(chapter).pk]))
        for chapter in chapters
    )
    assert opened(own), name
    assert refused(other), name
    assert SECRET not in other.content.decode()


@pytest.mark.parametrize("name", ["revisions_view", "revisions_revert"])
def test_revisions_open_only_inside(client, editor, chapters, name):
    answers = []
    for chapter in chapters:
        draft = draft_of(chapter)
        address = reverse(f"wagtailadmin_pages:{name}", args=[draft.pk, draft.latest_revision_id])
        answers.append(client.get(address))
    assert opened(answers[0])
    assert refused(answers[1])


@pytest.mark.parametrize("name", ["edit", "delete", "copy", "lock", "unlock", "unpublish"])
def test_nothing_is_changed_outside(client, editor, chapters, name):
    for page in (chapters[1], draft_of(chapters[1])):
        before = Page.objects.filter(pk=page.pk).values().get()
        count = Page.objects.count()
        address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        form = {"title": "Mine", "slug": "mine", "action-publish": "1"}
        form |= {"new_title": "Mine", "new_slug": "mine", "new_parent_page": chapters[0].pk}
        assert refused(client.post(address, form)), name
        assert Page.objects.filter(pk=page.pk).values().get() == before
        assert Page.objects.count() == count


def test_a_page_is_neither_moved_out_of_nor_into_another_part(client, editor, chapters):
    alpha, beta = chapters
    for page, target in ((draft_of(beta), alpha), (draft_of(alpha), beta)):
        address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])
        assert refused(client.post(address))
        assert Page.objects.get(pk=page.pk).get_parent().pk != target.pk
    inside = reverse("wagtailadmin_pages:move_confirm", args=[draft_of(beta).pk, alpha.pk])
    assert SECRET not in client.get(inside).content.decode()


def test_a_copy_does_not_go_into_another_part(client, editor, chapters):
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": chapters[1].pk}
    client.post(reverse("wagtailadmin_pages:copy", args=[draft_of(chapters[0]).pk]), form)
    assert not Page.objects.filter(slug="copy").exists()
    form["new_parent_page"] = chapters[0].pk
    client.post(reverse("wagtailadmin_pages:copy", args=[draft_of(chapters[0]).pk]), form)
    assert Page.objects.filter(slug="copy").exists()


def test_bulk_actions_leave_the_others_alone(client, editor, chapters):
    for action in ("delete", "publish", "unpublish", "move"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        drafts = [draft_of(chapter).pk for chapter in chapters]
        own = client.get(address, {"id": drafts[:1], "next": "/admin/"})
        mixed = client.get(address, {"id": drafts, "next": "/admin/"})
        client.post(f"{address}?id={drafts[1]}&next=/admin/", {"chooser": chapters[0].pk})
        assert own.status_code == 200
        assert mixed.status_code == 403
        assert Page.objects.filter(pk=drafts[1], live=False).exists()
        assert Page.objects.get(pk=drafts[1]).get_parent().pk == chapters[1].pk


def test_bulk_actions_name_no_other_people(client, editor, administrator):
    address = reverse("wagtail_bulk_action", args=["people", "user", "delete"])
    answer = client.get(address, {"id": administrator.pk, "next": "/admin/"})
    assert refused(answer)
    assert administrator.email not in answer.content.decode()


LISTS = {
    "explorer": ("wagtailadmin_explore_root", {}),
    "search": ("wagtailadmin_pages:search_results", {"q": "Secret"}),
    "api": ("wagtailadmin_api:pages:listing", {"limit": 20, "search": "Secret"}),
    "chooser search": ("wagtailadmin_choose_page_search", {"q": "Secret"}),
    "aging": ("wagtailadmin_reports:aging_pages", {}),
    "aging export": ("wagtailadmin_reports:aging_pages", {"export": "csv"}),
    "locked": ("wagtailadmin_reports:locked_pages", {}),
    "locked export": ("wagtailadmin_reports:locked_pages", {"export": "csv"}),
    "workflows": ("wagtailadmin_reports:workflow", {}),
    "history": ("wagtailadmin_reports:site_history", {}),
    "history export": ("wagtailadmin_reports:site_history", {"export": "csv"}),
    "types": ("wagtailadmin_reports:page_types_usage", {}),
    "translations": ("own_translations", {}),
    "drafts": ("trust_admin:drafts", {}),
    "drafts export": ("trust_admin:drafts", {"export": "csv"}),
    "start page": ("wagtailadmin_home", {}),
}


def body(response) -> str:
    return b"".join(response).decode()


@pytest.fixture
def everywhere(chapters, administrator):
    """The drafts of both chapters are published once, locked, logged and being translated."""
    for chapter in chapters:
        draft = draft_of(chapter).specific
        draft.last_published_at = draft.latest_revision_created_at
        draft.locked, draft.locked_by = True, administrator
        draft.save()
        draft.save_revision(user=administrator, log_action=True)
        source, _new = TranslationSource.update_or_create_from_instance(draft)
        Translation.objects.create(
            source=source, target_locale=Locale.objects.get(language_code="ar")
        )


@pytest.mark.parametrize("name", LISTS)
def test_lists_reports_and_exports_name_only_the_own(client, editor, everywhere, name):
    url_name, query = LISTS[name]
    assert SECRET not in body(client.get(reverse(url_name), query))


@pytest.mark.parametrize("name", sorted(set(LISTS) - {"explorer", "workflows", "start page"}))
def test_administrators_find_both_in_the_same_lists(client, administrator, everywhere, name):
    """Otherwise the test above would show nothing."""
    sign_in_staff(client, administrator)
    url_name, query = LISTS[name]
    text = body(client.get(reverse(url_name), query))
    assert SECRET in text or "beta" in text, name


def test_the_explorer_and_the_chooser_show_no_foreign_draft(client, editor, chapters):
    alpha, beta = chapters
    explored = client.get(reverse("wagtailadmin_explore", args=[alpha.pk]))
    assert "Secret alpha" in explored.content.decode()
    assert (
        SECRET
        not in client.get(
            reverse("wagtailadmin_explore", args=[beta.pk]), follow=True
        ).content.decode()
    )
    chooser = client.get(reverse("wagtailadmin_choose_page_child", args=[beta.pk]))
    assert chooser.status_code == 200
    assert SECRET not in chooser.content.decode()
    below = reverse("wagtailadmin_choose_page_child", args=[draft_of(beta).pk])
    assert client.get(below).status_code == 403
    own = client.get(reverse("wagtailadmin_choose_page_child", args=[alpha.pk]))
    assert "Secret alpha" in own.content.decode()


def test_the_api_gives_no_foreign_page(client, editor, chapters):
    own, other = (
        client.get(reverse("wagtailadmin_api:pages:detail", args=[draft_of(chapter).pk]))
        for chapter in chapters
    )
    assert own.status_code == 200
    assert other.status_code == 404


def test_limits_follow_a_page_into_its_languages(client, grant, chapters, version):
    sign_in_staff(client, grant("editor", page=chapters[0], languages=["ar"]))
    for chapter, code, answer in (
        (chapters[0], "ar", opened),
        (chapters[0], "fa", refused),
        (chapters[0], "de", refused),
        (chapters[1], "ar", refused),
    ):
        page = version(chapter, code)
        assert answer(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))), code


def test_without_the_limit_the_other_page_opens(client, editor, chapters):
    """Negative control: the same person, the same address, one right more."""
    address = reverse("wagtailadmin_pages:edit", args=[draft_of(chapters[1]).pk])
    assert refused(client.get(address))
    right = GroupPagePermission.objects.filter(group__user=editor).first()
    GroupPagePermission.objects.create(
        group=editor.groups.get(), page=chapters[1], permission=right.permission
    )
    assert GroupPagePermission.objects.filter(page=chapters[1]).exists()
    for row in GroupPagePermission.objects.filter(group__user=editor, page=chapters[0]):
        GroupPagePermission.objects.get_or_create(
            group=row.group, page=chapters[1], permission=row.permission
        )
    assert opened(client.get(address))


# --- Languages: snippets and wagtail-localize -------------------------------------------------


@pytest.fixture
def terms(chapters) -> dict[str, GlossaryTerm]:
    """One German term and its Arabic and Persian translations."""
    german = GlossaryTerm.objects.create(
        term="Amt",
        original="Amt",
        explanation="Office",
        locale=Locale.objects.get(language_code="de"),
    )
    made = {"de": german}
    for code in ("ar", "fa"):
        copy = german.copy_for_translation(Locale.objects.get(language_code=code))
        copy.save()
        made[code] = copy
    return made


SNIPPET = "wagtailsnippets_home_glossaryterm"


def test_a_translator_changes_terms_of_one_language_only(client, translator, terms):
    for code, answer in (("ar", opened), ("fa", refused), ("de", refused)):
        address = reverse(f"{SNIPPET}:edit", args=[terms[code].pk])
        assert answer(client.get(address)), code
        form = {"term": "New", "original": "Amt", "explanation": "New"}
        assert answer(client.post(address, form)), code
    names = {code: GlossaryTerm.objects.get(pk=term.pk).term for code, term in terms.items()}
    assert names == {"de": "Amt", "ar": "New", "fa": "Amt"}


def test_a_limited_editor_makes_copies_and_deletes_terms_of_the_own_language(
    client, grant, chapters, terms
):
    sign_in_staff(client, grant("editor", languages=["ar"]))
    for code, answer in (("ar", opened), ("fa", refused)):
        add = f"{reverse(f'{SNIPPET}:add')}?locale={code}"
        assert answer(client.get(add)), code
        assert answer(client.get(reverse(f"{SNIPPET}:copy", args=[terms[code].pk]))), code
        bulk = reverse("wagtail_bulk_action", args=["home", "glossaryterm", "delete"])
        bulk_answer = client.post(f"{bulk}?id={terms[code].pk}&next=/admin/")
        assert GlossaryTerm.objects.filter(pk=terms[code].pk).exists() == (code == "fa")
        assert refused(bulk_answer) == (code == "fa") or bulk_answer.status_code == 302
    assert refused(client.post(reverse(f"{SNIPPET}:delete", args=[terms["fa"].pk])))
    assert GlossaryTerm.objects.filter(pk=terms["fa"].pk).exists()


def test_an_editor_without_limits_changes_every_language(client, grant, terms):
    sign_in_staff(client, grant("editor"))
    for term in terms.values():
        assert opened(client.get(reverse(f"{SNIPPET}:edit", args=[term.pk])))


def submit_form(*codes: str) -> dict[str, list[int]]:
    return {"locales": [Locale.objects.get(language_code=code).pk for code in codes]}


def test_pages_are_submitted_into_own_languages_only(client, translator, chapters, version):
    address = reverse("wagtail_localize:submit_page_translation", args=[chapters[0].pk])
    assert client.get(address).status_code == 200
    assert client.post(address, submit_form("fa")).status_code == 403
    assert client.post(address, submit_form("ar", "fa")).status_code == 403
    assert version(chapters[0], "ar").alias_of_id
    assert client.post(address, submit_form("ar")).status_code == 302
    assert version(chapters[0], "ar").alias_of_id is None
    assert version(chapters[0], "fa").alias_of_id


def test_pages_of_another_part_are_not_submitted(client, editor, chapters):
    for chapter, status in zip(chapters, (200, 403), strict=True):
        address = reverse("wagtail_localize:submit_page_translation", args=[chapter.pk])
        assert client.get(address).status_code == status


def test_terms_are_submitted_into_own_languages_only(client, translator, terms):
    address = reverse(
        "wagtail_localize:submit_snippet_translation",
        args=["home", "glossaryterm", terms["de"].pk],
    )
    GlossaryTerm.objects.exclude(pk=terms["de"].pk).delete()
    assert client.post(address, submit_form("fa")).status_code == 403
    assert client.post(address, submit_form("ar")).status_code == 302
    codes = GlossaryTerm.objects.values_list("locale__language_code", flat=True)
    assert set(codes) == {"de", "ar"}


@pytest.mark.parametrize("name", ["edit_string_translation", "upload_pofile", "stop_translation"])
def test_strings_of_another_language_are_refused(client, translator, terms, name):
    source, _new = TranslationSource.update_or_create_from_instance(terms["de"])
    segment = StringSegment.objects.filter(source=source).first()
    for code in ("ar", "fa"):
        translation = Translation.objects.create(
            source=source, target_locale=Locale.objects.get(language_code=code)
        )
        arguments = [translation.pk] + ([segment.pk] if "string" in name else [])
        address = reverse(f"wagtail_localize:{name}", args=arguments)
        send = client.put if "string" in name else client.post
        client.raise_request_exception = False  # a PO file is missing: Wagtail's own error
        answer = send(address, "value=x", content_type="application/x-www-form-urlencoded")
        assert (answer.status_code == 403) == (code == "fa"), code


def test_renewing_all_translations_is_for_those_who_edit_the_source(
    client, translator, grant, terms
):
    source, _new = TranslationSource.update_or_create_from_instance(terms["de"])
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    assert client.get(address).status_code == 403
    sign_in_staff(client, grant("editor"))
    assert client.get(address).status_code == 200
