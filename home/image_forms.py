"""The admin's form for pictures. Named by the setting WAGTAILIMAGES_IMAGE_FORM_BASE."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class HonestImageField(WagtailImageField):
    """Wagtail's field lets the error of a damaged picture through, which is an error 500."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError, ValueError) as error:
            message = self.error_messages["invalid_image"]
            raise ValidationError(message, code="invalid_image") from error


class ImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = HonestImageField(
                label=field.label,
                widget=field.widget,
                required=field.required,
                max_length=field.max_length,
            )
