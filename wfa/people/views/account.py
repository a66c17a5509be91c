"""One's own account: who am I here, how am I reached, my password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from wfa.people import services
from wfa.people.models import Employee
from wfa.people.sign_in_forms import ContactForm, OwnPasswordForm
from wfa.people.views.scope import held, me

_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@_READ_WRITE
def account(request: HttpRequest) -> HttpResponse:
    person = Employee.objects.select_related("unit__opd", "position").get(pk=me(request).pk)
    form = ContactForm(request.POST or None, initial={"email": person.email, "phone": person.phone})
    if request.method == "POST" and form.is_valid():
        services.change_contact(person, by=person, **form.cleaned_data)
        messages.success(request, "Kontak Anda tersimpan.")
        return redirect("akun")
    # The head of the BKD holds two roles through one office: shown once.
    capacities = {(c.label, c.basis, c.ends): c for c in held(request).capacities}
    context = {"person": person, "form": form, "capacities": list(capacities.values())}
    context["today"] = timezone.localdate()
    return render(request, "people/account.html", context)


@sensitive_post_parameters()
@_READ_WRITE
def password(request: HttpRequest) -> HttpResponse:
    person = me(request)
    form = OwnPasswordForm(request.POST or None, request=request, employee=person)
    if request.method == "POST" and form.is_valid():
        services.change_password(person, password=form.cleaned_data["password"])
        update_session_auth_hash(request, person)
        messages.success(request, "Kata sandi baru berlaku. Perangkat lain sudah dikeluarkan.")
        return redirect("akun")
    return render(request, "people/password.html", {"form": form})
