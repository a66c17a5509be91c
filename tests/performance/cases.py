"""Plans, reports and ratings brought about by the real ways."""

from decimal import Decimal

from tests.actors import appoint
from tests.attendance.duty import MONDAY, expected
from wfa.performance.models import DailyReport
from wfa.performance.rules.lines import PlanLine, ReportLine
from wfa.performance.services import Chosen, review, submit_plan, submit_report


def plan_line(activity="Uji 24 layar", target="24", **more):
    values = {"measure": "layar", "output": "Laporan uji", **more}
    return PlanLine(activity, Decimal(target), **values)


def result(activity="Menjawab surat", realised="3", **more):
    values = {"measure": "surat", "result": "Tiga surat terkirim.", **more}
    return ReportLine(activity, Decimal(realised), **values)


def planned(person, date=MONDAY, lines=None):
    """A day away with its plan; gives back the day."""
    day_of = expected(person, date)
    submit_plan(day_of, by=person, lines=lines or [plan_line()])
    return day_of


def of_plan(day_of, realised="20", **more):
    """A result for each planned row."""
    return [
        result(realised=realised, plan_row=row.pk, **more)
        for row in day_of.plan.rows.order_by("order")
    ]


def reported(person, date=MONDAY, lines=None, summary=""):
    """A day away with plan and report; gives back the report."""
    day_of = planned(person, date)
    submit_report(day_of, by=person, lines=lines or of_plan(day_of), summary=summary)
    return DailyReport.objects.get(expectation=day_of)


def chosen(report, reviews=0):
    return Chosen(report.pk, report.version, reviews)


def rate(report, by, rating="good", feedback="", reviews=0):
    """One rating; gives back its receipt."""
    [receipt] = review([chosen(report, reviews)], by=by, rating=rating, feedback=feedback)
    return receipt


def typed(prefix, *rows, initial=0, **more):
    """The rows of a formset as a browser posts them."""
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial, **more}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


PLANNED = {"activity": "Uji 24 layar", "target": "24", "measure": "layar", "output": "Laporan uji"}
OTHER = {
    "activity": "Menjawab surat",
    "realised": "3",
    "measure": "surat",
    "result": "Tiga surat terkirim.",
}


def lead(person, unit):
    """Make the person head of the unit."""
    appoint(person, unit)
    return person
