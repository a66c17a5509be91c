"""Signing in, out, and for the first time."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wfa.people import services
from wfa.people.models import Employee
from wfa.people.sign_in_forms import CodeForm, NewPasswordForm, SignInForm
from wfa.people.views.scope import tell
from wfa.refusals import Refused

_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
_BACKEND = "wfa.people.backends.PeopleBackend"


class SignIn(LoginView):
    template_name = "people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@never_cache
@_READ_WRITE
def first_sign_in(request: HttpRequest) -> HttpResponse:
    """Step one: the code from the slip."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.find_first_sign_in(form.cleaned_data["code"])
        except Refused as refusal:
            tell(form, refusal)
        else:
            code = "".join(c for c in form.cleaned_data["code"] if c.isalnum())
            return redirect("masuk-pertama-kode", code=code)
    return render(request, "people/first_code.html", {"form": form})


@never_cache
@sensitive_post_parameters()
@_READ_WRITE
def first_password(request: HttpRequest, code: str) -> HttpResponse:
    """Step two: a password of one's own. Opening the link uses nothing up; mail scanners do it."""
    try:
        employee = services.find_first_sign_in(code).employee
    except Refused as refusal:
        form = CodeForm({"code": code})
        tell(form, refusal)
        return render(request, "people/first_code.html", {"form": form})
    new = NewPasswordForm(request.POST or None, employee=employee)
    if request.method == "POST" and new.is_valid():
        try:
            employee = services.use_first_sign_in(code, password=new.cleaned_data["password"])
        except Refused as refusal:
            tell(new, refusal)
        else:
            login(request, employee, backend=_BACKEND)
            return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"form": new, "employee": employee, "masked": masked(employee)}
    return render(request, "people/first_password.html", context)


def masked(employee: Employee) -> str:
    """Enough to recognise oneself, too little to learn a NIP: "•••• 1003"."""
    return f"•••• {employee.identity[-4:]}" if employee.nip else employee.login
