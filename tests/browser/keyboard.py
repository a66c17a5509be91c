"""Somebody without a mouse: every stop of the focus is looked at on the way."""

MOST_TABS = 150
NOT_SEEN = """
() => {
    const e = document.activeElement;
    if (!e || e === document.body) return "lost";
    const said = e.outerHTML.slice(0, 140);
    const drawn = e.closest(".pick, .form-check") ?? e;
    const s = getComputedStyle(e), around = getComputedStyle(drawn);
    const ringed = [s, around].some(s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2);
    if (!ringed) return `no ring: ${said}`;
    const box = [...e.getClientRects()].filter(r => r.width && r.height)[0];
    if (!box) return `no box: ${said}`;
    const [x, y] = [Math.min(4, box.width / 2), Math.min(4, box.height / 2)];
    const spots = [[box.left + box.width / 2, box.top + box.height / 2], [box.left + x, box.top + y],
        [box.right - x, box.top + y], [box.left + x, box.bottom - y], [box.right - x, box.bottom - y]];
    const seen = spots.some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && (e.contains(top) || top.contains(e) && !top.matches("html, body, main") ||
            top.closest("label")?.control === e);
    });
    return seen ? "" : `covered or out of view: ${said}`;
}
"""
STOPS = """
() => {
    const groups = new Set();
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
        .filter(e => {
            const shown = e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length;
            if (!shown || e.disabled || e.tabIndex < 0 || e.type === "hidden") return false;
            if (e.type !== "radio") return true;
            return !groups.has(e.name) && groups.add(e.name);
        }).length;
}
"""
MARK = """
() => {
    const e = document.activeElement;
    if (e === document.body) return 0;
    window.stops ??= new Map();
    if (!window.stops.has(e)) window.stops.set(e, window.stops.size + 1);
    return window.stops.get(e);
}
"""
OUT_OF_ORDER = """
() => {
    const all = [...(window.stops ?? new Map()).keys()];
    return all.filter((e, n) => n && !(all[n - 1].compareDocumentPosition(e) & 4)
        || e.tabIndex > 0).map(e => e.outerHTML.slice(0, 120));
}
"""


class Keys:
    """The keyboard of one page; a focus that can't be seen fails where it happens."""

    def __init__(self, page):
        self.page = page

    def go(self, key="Tab"):
        """One step of the focus, which must be seen."""
        self.page.keyboard.press(key)
        fault = self.page.evaluate(NOT_SEEN)
        assert not fault, fault

    def reach(self, target):
        target.wait_for()
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement === document.body"):
                continue  # past the end of the page: the next step is its beginning
            fault = self.page.evaluate(NOT_SEEN)
            assert not fault, fault
        raise AssertionError(f"not reached by keyboard: {target}")

    def press(self, target, key="Enter"):
        self.reach(target)
        self.page.keyboard.press(key)

    def write(self, target, text):
        """Over what stands there."""
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True).locator("visible=true").last

    def through(self):
        """Tab from the beginning to the end: (stops that were met, stops that stand there)."""
        met = 0
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(MARK)
            if stop < met:  # the end of the page, or back at its beginning
                break
            met = stop
            fault = self.page.evaluate(NOT_SEEN)
            assert not fault, fault
        assert self.page.evaluate(OUT_OF_ORDER) == []
        return met, self.page.evaluate(STOPS)
