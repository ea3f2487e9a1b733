"""The path alone decides on the language of an answer, so every page can be stored and shared."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from translation.locales import SOURCE_LANGUAGE, by_code, language_of_path


class LanguageMiddleware:
    """Stands for Django's LocaleMiddleware, which reads the cookie, redirects and varies (2.13).

    No session, no cookie, no `Vary`. A path without a language (the admin, files) begins in the
    source language; the admin then speaks that of its user. The language of the thread is put
    back afterwards.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = language_of_path(request.path_info)
        language = named or by_code[SOURCE_LANGUAGE]
        with translation.override(language.code):
            request.LANGUAGE_CODE = language.code
            response = self.get_response(request)
        if named:
            response.headers.setdefault("Content-Language", named.html_lang)
        return response
