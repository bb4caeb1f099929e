"""Records of this room: places and units for the office, accounts and grants for the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.forms import BaseUserCreationForm, SetPasswordMixin
from django.core.exceptions import ValidationError
from django.db.models import Q

from units import messages
from units.access import Ability, Reach, person
from units.models import Grant, MemberUnit, Region, User
from units.records import RecordAdmin
from units.resources import MemberUnitResource, RegionResource
from units.services.accounts import account_unlock, second_factor_reset
from units.services.regions import region_create
from units.tables import TableAdmin

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


@admin.register(Region)
class RegionAdmin(TableAdmin):
    resource_classes = [RegionResource]
    list_display = ("code", "name", "level", "parent")
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    fields = ("code", "name")

    def inside(self, held: Reach) -> Q:
        return held.places("")

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_import_resource_kwargs(request, **kwargs), "create": region_create}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        held = self.held(request)

        class RegionForm(forms.ModelForm):
            def clean_code(self) -> str:
                code: str = self.cleaned_data["code"]
                if not held.holds_in(Region(code=code)):
                    raise ValidationError(messages.TABLE_OUTSIDE)
                return code

        kwargs["form"] = RegionForm
        return super().get_form(request, obj, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Region, form: Any, change: bool) -> None:  # noqa: FBT001
        if change:
            obj.save(update_fields=["name"])
            return
        created = region_create(code=obj.code, name=obj.name)
        obj.pk, obj.level, obj.parent = created.pk, created.level, created.parent
        obj._state.adding = False


@admin.register(MemberUnit)
class MemberUnitAdmin(TableAdmin):
    resource_classes = [MemberUnitResource]
    list_display = ("name", "short_name", "region", "code", "contact", "phone", "is_active")
    list_select_related = ("region",)
    list_filter = ("is_active",)
    search_fields = ("name", "short_name", "code", "contact")

    def inside(self, held: Reach) -> Q:
        return held.places()


class AccountForm(BaseUserCreationForm):
    """A new account: user name, name, phone and a first password."""

    class Meta:
        model = User
        fields = ("username", "full_name", "phone", "email")


class AccountChangeForm(SetPasswordMixin, forms.ModelForm):
    """An account; a new password only where one is typed."""

    password1, password2 = SetPasswordMixin.create_password_fields()

    class Meta:
        model = User
        fields = ("username", "full_name", "phone", "email", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("password1", "password2"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("password1") or self.cleaned_data.get("password2"):
            self.validate_passwords()
            self.validate_password_for_user(self.instance)
        return super().clean()

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002
        user: User = super().save(commit=False)
        if self.cleaned_data.get("password1"):
            user.set_password(self.cleaned_data["password1"])
            user.password_changed_at = None
        if commit:
            user.save()
        return user


class GrantFormSet(forms.BaseInlineFormSet[Grant, User, Any]):
    """Nobody grants anything to oneself."""

    giver: User | None = None

    def clean(self) -> None:
        super().clean()
        if self.has_changed() and self.instance.pk and self.instance == self.giver:
            raise ValidationError(messages.GRANT_TO_ONESELF)


class GrantInline(admin.TabularInline[Grant, User]):
    model = Grant
    formset = GrantFormSet
    extra = 1
    fields = ("role", "region", "unit", "starts_on", "ends_on", "reason")

    def _keeper(self, request: HttpRequest) -> RecordAdmin:
        keeper = self.admin_site._registry[User]
        if not isinstance(keeper, RecordAdmin):
            raise TypeError
        return keeper

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._keeper(request).has_module_permission(request)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> Any:
        held = self._keeper(request).held(request)
        return super().get_queryset(request).filter(held.places())

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.giver = request.user
        return formset

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        keeper = self._keeper(request)
        rows = keeper.offered(db_field.related_model, keeper.held(request))
        if rows is not None:
            kwargs["queryset"] = rows
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(User)
class AccountAdmin(RecordAdmin):
    """Accounts of people whose grants all lie in reach, and of people without any grant."""

    ability = Ability.KEEP_ACCOUNTS
    form = AccountChangeForm
    add_form = AccountForm
    inlines = (GrantInline,)
    list_display = ("username", "full_name", "phone", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "full_name", "phone")
    ordering = ("username",)

    actions = ("unlock", "forget_second_factor")

    def inside(self, held: Reach) -> Q:
        """Somebody with a grant beyond one's reach is kept by those who reach that far."""
        return ~Q(pk__in=Grant.objects.exclude(held.places()).values("user"))

    @admin.action(description="解除登录锁定")
    def unlock(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        for user in rows:
            account_unlock(user=user, by=person(request))

    @admin.action(description="清除动态口令，下次登录时重新设置")
    def forget_second_factor(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        for user in rows:
            second_factor_reset(username=user.username, by=person(request))

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = self.add_form
        return super().get_form(request, obj, *args, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        who = ["username", "full_name", "phone", "email"]
        if obj is not None:
            who.append("is_active")
        return [(None, {"fields": [*who, "password1", "password2"]})]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # an account is switched off; the log keeps naming it
