"""Forms of sign-in and account."""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.utils import timezone
from django_otp import match_token, user_has_device

from units import messages
from units.models import User

_LOOKS: dict[type, str] = {
    forms.Select: "form-select",
    forms.CheckboxInput: "form-check-input",
    forms.HiddenInput: "",
}


class StyledForm(forms.BaseForm):
    """Every field has the class that the look has for its kind of widget."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            look = _LOOKS.get(type(field.widget), "form-control")
            if look:
                field.widget.attrs.setdefault("class", look)

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """What may be chosen in a field."""
        field: Any = self.fields[name]
        field.queryset = rows


def lock_minutes() -> int:
    """How long an account stays locked after too many failures."""
    cool_off = get_cool_off()
    return round(cool_off.total_seconds() / 60) if cool_off else 0


class SignInForm(StyledForm, AuthenticationForm):
    """User name, password, and the one-time token where the account has a device."""

    token = forms.CharField(
        label="动态口令",
        required=False,
        max_length=6,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "placeholder": "6 位数字",
            }
        ),
    )
    device: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = User._meta.get_field("username").max_length
        too_long = MaxLengthValidator(longest, messages.USER_NAME_TOO_LONG)
        self.fields["username"].validators.append(too_long)  # Django only tells the browser
        if self.is_bound and self.data.get(
            "username"
        ):  # the name stands; the password is typed anew
            self.fields["username"].widget.attrs.pop("autofocus", None)
            self.fields["password"].widget.attrs["autofocus"] = True

    def get_invalid_login_error(self) -> ValidationError:
        """One sentence that does not tell which of the two was wrong, nor whether one exists."""
        failures = AxesProxyHandler.get_failures(
            self.request, {"username": self.cleaned_data.get("username")}
        )
        left = settings.AXES_FAILURE_LIMIT - failures
        text = messages.SIGN_IN_WRONG
        if 0 < left < settings.AXES_FAILURE_LIMIT:
            text = messages.SIGN_IN_LEFT.format(left=left, minutes=lock_minutes())
        return ValidationError(text, code="invalid_login")

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        """After the password: the account is active, and the token is right where one is set up."""
        if not user.is_active:
            raise self.get_invalid_login_error()
        until = getattr(user, "one_time_until", None)
        if until is not None and until < timezone.now():
            raise ValidationError(messages.SLIP_EXPIRED, code="slip_expired")
        if not user_has_device(user):
            return
        token = self.cleaned_data.get("token", "").strip()
        if not token:
            raise ValidationError(messages.SIGN_IN_CODE_NEEDED, code="token_needed")
        self.device = match_token(user, token)
        if self.device is None:
            raise ValidationError(messages.SIGN_IN_CODE_WRONG, code="token_wrong")


class CodeForm(StyledForm, forms.Form):
    """The six digits that prove that the telephone has the key."""

    token = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label="动态口令",
        error_messages={"invalid": messages.SIGN_IN_CODE_WRONG},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, device: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.device = device

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"].strip()
        if not self.device.verify_token(token):
            raise ValidationError(messages.SIGN_IN_CODE_WRONG, code="token_wrong")
        return token


class OwnPasswordForm(StyledForm, PasswordChangeForm):
    """Django's, in our look."""


class ResetForm(StyledForm, forms.Form):
    """Whose sign-in is given anew, and why."""

    user: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label="账号", queryset=User.objects.none(), empty_label=None
    )
    reason = forms.CharField(label="事由", max_length=100, help_text="例如“忘记密码”“更换手机”。")

    def __init__(self, *args: Any, accounts: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["user"]
        chosen.queryset = accounts
        chosen.label_from_instance = lambda user: f"{user}（{user.username}）"
