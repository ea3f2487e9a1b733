"""What an operator sets once: how the site looks, and who answers for it by law."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from home.colours import contrast, is_hex

PAPER = "#fbf8f3"
DEFAULT_ACCENT = "#0b5d66"
LOGO_SPEC = "max-320x108"


@register_setting(icon="site")
class SiteIdentity(BaseSiteSetting):
    """Name, sign and colour. Language-neutral on purpose: words are translated on pages."""

    name = models.CharField(_("name"), max_length=80, default="Jisr")
    claim = models.CharField(_("claim"), max_length=120, blank=True)
    logo = models.ForeignKey(
        "home.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Without one, the bridge of Jisr stands there."),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default=DEFAULT_ACCENT,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write it as #rrggbb."))],
        help_text=_("For buttons and links. It has to be readable on light paper."),
    )
    sample = models.BooleanField(
        _("sample content"),
        default=False,
        help_text=_("Tells every reader that the content is made up."),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("claim"),
        FieldPanel("logo"),
        FieldPanel("accent"),
        FieldPanel("sample"),
    ]

    select_related: ClassVar[list[str]] = ["logo"]

    class Meta:
        verbose_name = _("name and look")

    @property
    def logo_url(self) -> str:
        """The picture that `includes/logo.html` shows; empty where the bridge stands."""
        return str(self.logo.get_rendition(LOGO_SPEC).url) if self.logo else ""

    def clean(self) -> None:
        super().clean()
        # What is no colour is refused by the field. WCAG 2.2, 1.4.3: 4.5:1 for text.
        if is_hex(self.accent) and (ratio := contrast(self.accent, PAPER)) < 4.5:
            raise ValidationError(
                {
                    "accent": _(
                        "This colour is too pale to be read on light paper: its contrast is "
                        "%(ratio)s to 1, and 4.5 to 1 is needed. Choose a darker one."
                    )
                    % {"ratio": round(ratio, 1)}
                }
            )


@register_setting(icon="doc-full")
class LegalSettings(BaseSiteSetting):
    """Who runs the site: what German and Austrian law want to be said on it.

    Germany: DDG § 5, MStV § 18 (2). Austria: ECG § 5, MedienG §§ 24, 25. Accessibility:
    Implementing Decision (EU) 2018/1523. This is a form to fill in, not legal advice.
    """

    class Country(models.TextChoices):
        GERMANY = "DE", _("Germany")
        AUSTRIA = "AT", _("Austria")

    class Conformance(models.TextChoices):
        UNKNOWN = "unknown", _("not assessed yet")
        FULL = "full", _("fully conformant")
        PARTIAL = "partial", _("partially conformant")
        NONE = "none", _("not conformant")

    country = models.CharField(
        _("country"), max_length=2, choices=Country.choices, default=Country.GERMANY
    )
    operator = models.CharField(_("operator"), max_length=200, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=120, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    represented_by = models.CharField(_("represented by"), max_length=255, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    register = models.CharField(_("register and number"), max_length=200, blank=True)
    tax_number = models.CharField(_("VAT number"), max_length=40, blank=True)
    authority = models.CharField(_("supervisory authority"), max_length=200, blank=True)
    responsible_person = models.CharField(
        _("responsible for the content"),
        max_length=255,
        blank=True,
        help_text=_("Name and address of a person (Germany: MStV § 18 (2))."),
    )
    purpose = models.TextField(
        _("purpose and basic line"),
        blank=True,
        help_text=_("Austria: MedienG § 25 asks for it."),
    )
    privacy_contact = models.CharField(_("contact for privacy"), max_length=255, blank=True)
    privacy_authority = models.CharField(_("data protection authority"), max_length=255, blank=True)
    hosting = models.CharField(_("where the data lies"), max_length=255, blank=True)
    log_days = models.PositiveSmallIntegerField(_("days that server logs are kept"), default=7)
    conformance = models.CharField(
        _("accessibility"),
        max_length=10,
        choices=Conformance.choices,
        default=Conformance.UNKNOWN,
    )
    barriers = models.TextField(_("known barriers and why"), blank=True)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    assessed_by = models.CharField(_("how it was assessed"), max_length=255, blank=True)
    enforcement_body = models.TextField(
        _("enforcement body"),
        blank=True,
        help_text=_("Where somebody complains when you do not answer: name, address, website."),
    )

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "country",
                    "operator",
                    "legal_form",
                    "address",
                    "represented_by",
                    "email",
                    "phone",
                    "register",
                    "tax_number",
                    "authority",
                    "responsible_person",
                    "purpose",
                )
            ],
            heading=_("Imprint"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("privacy_contact"),
                FieldPanel("privacy_authority"),
                FieldPanel("hosting"),
                FieldPanel("log_days"),
            ],
            heading=_("Privacy"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("conformance"),
                FieldPanel("barriers"),
                FieldPanel("assessed_on"),
                FieldPanel("assessed_by"),
                FieldPanel("enforcement_body"),
            ],
            heading=_("Accessibility statement"),
        ),
    ]

    class Meta:
        verbose_name = _("legal pages")
