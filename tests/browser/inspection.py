"""What is wrong with a page: axe in both widths and themes, zoom, motion; all on one load."""

from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESKTOP, PHONE

AXE = Axe().axe_script
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {**RULES, "runOnly": ["color-contrast", "link-in-text-block"]}
"""What a theme can change; everything else is the same in light and dark."""
ZOOMED = {"width": 640, "height": 450}
"""1280 px at 200 %; how many dots make a pixel changes no layout."""

CLIPPED = """
() => [...document.querySelectorAll("main *, header *, footer *, nav *")].filter(e => {
    const s = getComputedStyle(e);
    if (e.closest(".visually-hidden, svg") || !e.checkVisibility({visibilityProperty: true}))
        return false;
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    const x = ["hidden", "clip"].includes(s.overflowX) && e.scrollWidth > e.clientWidth + 2;
    const y = ["hidden", "clip"].includes(s.overflowY) && e.scrollHeight > e.clientHeight + 2;
    return e.clientWidth > 1 && own && (x || y);
}).map(e => e.outerHTML.slice(0, 120))
"""
MOVING = """
() => [...document.querySelectorAll("*")].flatMap(e => [null, "::before", "::after"].map(p => {
    const s = getComputedStyle(e, p);
    const all = `${s.transitionDuration},${s.animationDuration}`.split(",").map(parseFloat);
    const slow = Math.max(...all) > 0.01 || s.scrollBehavior === "smooth";
    return slow && `${e.tagName}.${e.className} ${p || ""}`;
})).filter(Boolean)
"""
LARGER = "size => { document.documentElement.style.fontSize = size; }"
POST = """
([path, sent]) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = path;
    form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
    for (const [name, value] of Object.entries(sent)) {
        const field = document.createElement("input");
        [field.type, field.name, field.value] = ["hidden", name, value];
        form.append(field);
    }
    document.body.append(form);
    form.submit();
}
"""


class Inspection:
    """Opens pages and notes what is wrong with each."""

    def __init__(self, page):
        self.page, self.wrong = page, []

    def look(self, visit):
        """All of it; False when the page didn't answer as it should, and nothing was judged."""
        if not self.opened(visit):
            return False
        where = f"{visit.name} {visit.path}"
        self.judge(where)
        self.zoom(where)
        self.rest(where)
        return True

    def opened(self, visit):
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.set_viewport_size(DESKTOP)
        answer = self._post(visit) if visit.sent is not None else self.page.goto(visit.path)
        if answer.status != visit.status:
            self.wrong.append(f"{visit.name} {visit.path}: {answer.status}, not {visit.status}")
        return answer.status == visit.status

    def _post(self, visit):
        if not self.page.locator("[name=csrfmiddlewaretoken]").count():
            self.page.goto("/akun/")
        with self.page.expect_navigation() as answer:
            self.page.evaluate(POST, [visit.path, visit.sent])
        return answer.value

    def judge(self, where, dark=COLOURS):
        """axe at 1280 and 390 px, in light and in dark, on the page as it is now open."""
        self.page.evaluate(AXE)
        for size in (DESKTOP, PHONE):
            self.page.set_viewport_size(size)
            self._fits(where)
            self._unroll(size)
            for theme, options in (("light", RULES), ("dark", dark)):
                self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                self._axe(f"{where} {size['width']} {theme}", options)
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")

    def _unroll(self, size):
        """A window as high as the page: the bars that stay in view lie on nothing."""
        high = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({**size, "height": min(high, 16_000)})

    def _axe(self, where, options):
        found = self.page.evaluate("options => axe.run(document, options)", options)
        for violation in found["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:3]]
            self.wrong.append(f"{where}: {violation['id']}: {nodes}")

    def zoom(self, where):
        """200 %: of the whole page, then of the text alone."""
        self.page.set_viewport_size(ZOOMED)
        self._whole(f"{where} zoom")
        self.page.set_viewport_size(DESKTOP)
        self.page.evaluate(LARGER, "200%")
        self._whole(f"{where} text")
        self.page.evaluate(LARGER, "")

    def _whole(self, where):
        self._fits(where)
        for cut in self.page.evaluate(CLIPPED):
            self.wrong.append(f"{where}: clipped: {cut}")

    def rest(self, where):
        """Nobody who asked for rest sees anything move."""
        for moving in self.page.evaluate(MOVING)[:3]:
            self.wrong.append(f"{where}: moves: {moving}")

    def _fits(self, where):
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        width = self.page.viewport_size["width"]
        if wide > width:
            self.wrong.append(f"{where}: {wide} px wide at {width}")
