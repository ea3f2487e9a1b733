"""What home/ keeps about somebody: who uploaded, who made a picture, who runs the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.privacy import (
    EDITORS,
    EVERYBODY,
    INTEREST,
    LAW,
    data,
    forget,
    keep_rows,
    nobody,
    not_personal,
    of_user,
)

UPLOADED = (
    _("To know who to ask about a file"),
    INTEREST,
    _("The file stays; your name goes with your account"),
    EDITORS,
)
CREDIT = (
    _("To name who made a picture"),
    LAW,
    _("As long as the picture is shown"),
    EVERYBODY,
)
OPERATOR = (
    _("To say who runs the website"),
    LAW,
    _("As long as somebody holds this office"),
    EVERYBODY,
)
REACH = (
    _("To say whom readers can turn to"),
    INTEREST,
    _("As long as the contact point is shown"),
    EVERYBODY,
)
UPLOADS = ("home.Image", "home.Document", "wagtailimages.Image", "wagtaildocs.Document")
PAGE_FIELDS = "page_ptr subtitle teaser lead_image lead_image_alt lead_image_decorative body"

PERSONAL = [
    *(
        data(
            model,
            "uploaded_by_user",
            UPLOADED,
            of_user(model, "uploaded_by_user"),
            erase=forget("uploaded_by_user"),
            exported=False,
        )
        for model in UPLOADS
    ),
    data("home.Image", "credit", CREDIT, nobody("home.Image"), erase=keep_rows),
    data(
        "home.LegalSettings",
        "represented_by responsible_person email phone privacy_contact assessed_by",
        OPERATOR,
        nobody("home.LegalSettings"),
        erase=keep_rows,
    ),
    data(
        "home.ContactPoint",
        "name phone email address",
        REACH,
        nobody("home.ContactPoint"),
        erase=keep_rows,
    ),
    data("home.Contact", "name", REACH, nobody("home.Contact"), erase=keep_rows),
]

NOT_PERSONAL = {
    *not_personal(
        "home.HomePage",
        f"{PAGE_FIELDS} greeting need_label door_need help_label door_help sections",
    ),
    *not_personal("home.ContactPoint", "id website time_zone"),
    *not_personal("home.OpeningHours", "id point weekday opens closes"),
    *not_personal("home.OpeningException", "id point date closed opens closes reason"),
    *not_personal("home.Contact", "id translation_key locale description languages_spoken point"),
    *not_personal("home.GlossaryTerm", "id translation_key locale term original explanation"),
    *not_personal(
        "home.Image",
        "id collection title file description width height created_at focal_point_x focal_point_y "
        "focal_point_width focal_point_height file_size file_hash licence source_url people_shown "
        "tags",
    ),
    *not_personal("home.Rendition", "id filter_spec file width height focal_point_key image"),
    *not_personal("home.Document", "id collection title created_at file_size file_hash file tags"),
    *not_personal(
        "home.SearchEntry",
        "page locale translation_key kind title teaser folded_title text folded_text",
    ),
    *not_personal("home.SiteIdentity", "id site name claim logo accent sample"),
    *not_personal(
        "home.LegalSettings",
        "id site country operator legal_form address register tax_number authority purpose "
        "privacy_authority hosting log_days conformance barriers assessed_on enforcement_body",
    ),
}
