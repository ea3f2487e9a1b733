"""The guards of the journeys bite: each is shown a page that it must refuse."""

import pytest

from tests.journeys.conftest import SCREENS, find_violations

PAGE = '<!DOCTYPE html><html lang="de"><title>t</title><main><h1>t</h1>%s</main></html>'
DESK = SCREENS[1]


@pytest.fixture
def page(new_context):
    return new_context(**DESK.context).new_page()


def test_third_party_request_is_stopped_and_noted(page, assert_no_third_party):
    page.set_content(PAGE % '<img src="https://example.org/x.png" alt="x">')
    assert assert_no_third_party == ["third-party request: https://example.org/x.png"]
    assert_no_third_party.clear()


def test_what_the_policy_blocks_is_noted(page, live_server, assert_no_third_party):
    policy = {"Content-Security-Policy": "style-src 'none'"}
    body = PAGE % '<p style="color: red">x</p>'
    page.route("**/*", lambda route: route.fulfill(body=body, headers=policy))
    page.goto(live_server.url)
    assert len(assert_no_third_party) == 1
    assert "blocked by the policy" in assert_no_third_party[0]
    assert_no_third_party.clear()


def test_page_wider_than_the_screen_is_refused(page, assert_no_sideways_scroll):
    page.set_content(PAGE % "<p>narrow</p>")
    assert_no_sideways_scroll(page)
    page.set_content(PAGE % '<p style="inline-size: 2000px">wide</p>')
    with pytest.raises(AssertionError, match="px wide on 1280 px"):
        assert_no_sideways_scroll(page)


def test_axe_finds_a_picture_without_words(page):
    page.set_content(PAGE % "<p>fine</p>")
    assert find_violations(page) == ""
    page.set_content(PAGE % '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')
    assert "image-alt" in find_violations(page)
