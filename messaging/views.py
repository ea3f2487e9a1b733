"""What comes back: delivery reports, answers by SMS, and people who want no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from messaging.channels.sms import get_channel
from messaging.models import Message
from messaging.services import record_delivery_report, record_inbound, stop_by_token

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest

    from messaging.channels.sms import SmsChannel


def channel_or_404(provider: str) -> SmsChannel:
    channel = get_channel()
    if channel.name != provider:
        raise Http404
    return channel


@csrf_exempt
@require_POST
def receive_report(request: HttpRequest, provider: str) -> HttpResponse:
    """A delivery report of the SMS gateway, which the channel checks and reads.

    403 without the right signature, 400 for what is no report. A report about a message that we
    do not know is kept and answered with 204 all the same: the provider would only repeat it.
    """
    report = channel_or_404(provider).parse_report(request)
    if report is not None:
        record_delivery_report(
            provider=provider,
            state=report.state,
            provider_id=report.provider_id,
            foreign_id=report.foreign_id,
            detail=report.detail,
        )
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def receive_inbound(request: HttpRequest, provider: str) -> HttpResponse:
    """An SMS to us. Only words that stop messages are looked for."""
    message = channel_or_404(provider).parse_inbound(request)
    if message is not None:
        record_inbound(provider=provider, sender=message.sender, text=message.text)
    return HttpResponse(status=204)


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class StopView(TemplateView):
    """GET shows a button, POST acts: scanners and previews open every link of a mail.

    RFC 8058: the POST comes from a mail program, without session, cookie or CSRF token; the token
    in the address is what permits it.
    """

    template_name = "messaging/stop.html"
    http_method_names = ["get", "head", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = Message.objects.filter(list_unsubscribe_token=kwargs["token"]).first()
        if message is None:
            raise Http404
        return super().get_context_data(message=message, **kwargs)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if stop_by_token(token=token) is None:
            raise Http404
        return self.render_to_response(self.get_context_data(token=token, stopped=True))

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The token must not travel on to another site, nor into a search engine."""
        response = super().render_to_response(context, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response
