"""What is asked to sign in, and about one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest

from wfa.people import services
from wfa.people.forms import SpokenForm, phone
from wfa.people.models import Employee

BAD_SIGN_IN = (
    "NIP atau sandi salah. Periksa keduanya, atau minta kode baru kepada pengelola kepegawaian."
)
STRENGTH_HINT = (
    "Paling sedikit 10 huruf atau angka, tidak hanya angka. "
    "Jangan memakai nama, NIP, atau sandi yang mudah ditebak."
)


class SignInForm(AuthenticationForm):
    """NIP (blanks forgiven) or login name, and password."""

    error_messages = {"invalid_login": BAD_SIGN_IN, "inactive": BAD_SIGN_IN}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "NIP atau nama masuk"
        self.fields["password"].label = "Kata sandi"
        self.fields["username"].error_messages["required"] = "NIP belum diisi. Tulis 18 angka NIP."
        self.fields["password"].error_messages["required"] = "Kata sandi belum diisi. Isi dulu."

    def clean_username(self) -> str:
        """One spelling of a NIP, so that blanks don't open a new row of attempts."""
        return "".join(self.cleaned_data["username"].split()).lower()


class CodeForm(SpokenForm):
    code = forms.CharField(
        label="Kode masuk pertama",
        max_length=60,
        help_text="20 huruf dan angka pada slip. Tanda hubung boleh dilewati.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class NewPasswordForm(SpokenForm):
    """A password twice; `employee` so that it can't be the person's own name."""

    password = forms.CharField(
        label="Kata sandi baru",
        help_text=STRENGTH_HINT,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Ulangi kata sandi baru",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employee = employee

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.employee)
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise forms.ValidationError("Kedua kata sandi tidak sama. Tulis lagi yang sama persis.")
        return again


class OwnPasswordForm(NewPasswordForm):
    old = forms.CharField(
        label="Kata sandi sekarang",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old", "password", "again"]

    def __init__(self, *args: Any, request: HttpRequest, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, employee=employee, **kwargs)
        self.request = request

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not services.is_own_password(self.request, self.employee, old):
            raise forms.ValidationError("Kata sandi sekarang salah. Periksa, lalu tulis lagi.")
        return old


class ContactForm(SpokenForm):
    email = forms.EmailField(
        label="Pos-el", required=False, help_text="Pemberitahuan dikirim ke alamat ini."
    )
    phone = phone()
