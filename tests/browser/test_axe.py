"""axe, zoom and rest on every page of the demo region, each in its fullest role.

`make test` walks each page once; with SHOTS=1 the pictures of the guides are taken on the way.
`make axe` walks every page as everybody who may open it.
"""

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from PIL import Image

from tests.access import world as region_of_the_matrix
from tests.access.expected import EVERYBODY, EXPECTED, EXTRA
from tests.access.knocking import address
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.inspection import RULES, Inspection
from tests.browser.visits import NO_PAGE, Visit, accounts, add_what_demo_lacks, at, visitors
from wfa.checks import url_names

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LARGEST_PICTURE = 150 * 1024


def test_every_page_is_accessible_and_fits(live_server, page, sign_in, shot, watch):
    watch.allow("status of 422")  # forms that were sent empty
    call_command("demo", verbosity=0)
    people = accounts()
    code = add_what_demo_lacks(people)
    inspection, seen = Inspection(page), set()
    for person, visits in visitors(people, code):
        page.context.clear_cookies() if person is None else sign_in(page, person)
        for visit in visits:
            seen.add(visit.name)
            if inspection.look(visit) and visit.picture:
                _pictures(page, shot, visit.picture)
    assert not inspection.wrong, "\n".join(inspection.wrong)
    assert seen | set(NO_PAGE) == set(url_names()), "visit the new page, or say why not in NO_PAGE"
    assert not seen & set(NO_PAGE)


def _pictures(page, shot, name):
    for width, size in (("1280", DESKTOP), ("390", PHONE)):
        page.set_viewport_size(size)
        _small(shot(page, f"{name}-{width}"))


def _small(picture):
    """A screen has few colours: a palette makes the file a third as large."""
    with Image.open(picture) as image:
        small = image.convert("RGB").quantize(
            256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        small.save(picture, optimize=True)
    assert picture.stat().st_size < LARGEST_PICTURE


def _answering(body):
    return lambda route: route.fulfill(body=body, content_type="text/html")


ERRORS = ("400", "403", "403_csrf", "405", "500", "503")


def test_error_pages_are_accessible(ani, page, sign_in, watch):
    watch.allow("status of 404")
    inspection = Inspection(page)
    for name in ERRORS:
        page.route(f"**/galat/{name}/", _answering(render_to_string(f"{name}.html")))
        inspection.look(Visit(name, f"/galat/{name}/"))
    inspection.look(Visit("404", "/tidak-ada/", status=404))
    sign_in(page, ani)
    inspection.look(Visit("404", "/tidak-ada/", status=404))
    assert not inspection.wrong, "\n".join(inspection.wrong)


# --- make axe --------------------------------------------------------------------------------

ROWS = {name: row for name, row in {**EXPECTED, **EXTRA}.items() if "GET" in row.methods}
WHOSE = ("own", "same", "other")


def _open_to(world, letter):
    """Every page that the table of rights opens to this person, once."""
    found = {}
    for name, row in ROWS.items():
        if name.partition(":")[0] in NO_PAGE:
            continue
        for whose in WHOSE:
            thing = world.find(row.on, letter, whose) if row.on else None
            if letter in row.letters(whose) and (thing is not None or not row.on):
                path = address(name, None if row.picked else thing)
                found[path] = Visit(name, path)
    return found.values()


@pytest.mark.axe
@pytest.mark.parametrize("letters", ["adbpB", "txcEr", "isul-"])
def test_every_page_is_accessible_to_everybody(letters, live_server, page, sign_in):
    world = region_of_the_matrix.build()
    assert set(letters) < set(EVERYBODY)
    inspection = Inspection(page)
    for letter in letters:
        visits = _open_to(world, letter)
        if user := world.user(letter):
            sign_in(page, user)
        else:
            page.context.clear_cookies()
            visits = [at("masuk"), at("masuk-pertama"), *visits]
        for visit in visits:
            if inspection.opened(visit):
                inspection.judge(f"{letter} {visit.name} {visit.path}", dark=RULES)
    assert not inspection.wrong, "\n".join(inspection.wrong)
