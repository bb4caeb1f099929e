"""Records of this room: places and units for the office, accounts and grants for the admin."""

from __future__ import annotations

import datetime
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from units import messages
from units.access import Ability, Reach, person
from units.models import Grant, MemberUnit, Region, User
from units.records import RecordAdmin, RecordInline
from units.resources import MemberUnitResource, RegionResource
from units.services.accounts import account_unlock, grant_announce, username_check
from units.services.regions import region_create
from units.table_admin import TableAdmin

UNUSED_DAYS: Final = 90


@admin.register(Region)
class RegionAdmin(TableAdmin):
    resource_classes = [RegionResource]
    list_display = ("code", "name", "level", "parent")
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    fields = ("code", "name")
    place_path = ""

    def import_resource(self, held: Reach) -> RegionResource:
        return RegionResource(held, create=region_create)

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


class AccountForm(forms.ModelForm[User]):
    """An account. Nobody types a password for it: its first one stands on a slip."""

    class Meta:
        model = User
        fields = ("username", "full_name", "phone", "email", "is_active")

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if "username" in self.changed_data:
            username_check(name, self.instance)
        return name


class GrantFormSet(forms.BaseInlineFormSet[Grant, User, Any]):
    """Nobody grants anything to oneself."""

    giver: User | None = None

    def clean(self) -> None:
        super().clean()
        if self.has_changed() and self.instance.pk and self.instance == self.giver:
            raise ValidationError(messages.GRANT_TO_ONESELF)


class GrantInline(RecordInline):
    model = Grant
    formset = GrantFormSet
    extra = 1
    fields = ("role", "region", "unit", "starts_on", "ends_on", "reason")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(self._keeper().held(request).places())

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.giver = request.user
        return formset


class UnusedFilter(admin.SimpleListFilter):
    """Accounts that nobody has used for a quarter: to be switched off, or asked about."""

    title = "使用情况"
    parameter_name = "unused"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("90", f"{UNUSED_DAYS} 天以上没有登录")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.value() != "90":
            return queryset
        before = timezone.now() - datetime.timedelta(days=UNUSED_DAYS)
        never = Q(last_login=None, date_joined__lt=before)
        return queryset.filter(Q(last_login__lt=before) | never)


@admin.register(User)
class AccountAdmin(RecordAdmin):
    """Accounts of people whose grants all lie in reach, and of people without any grant."""

    ability = Ability.KEEP_ACCOUNTS
    form = AccountForm
    inlines = (GrantInline,)
    list_display = ("username", "full_name", "phone", "is_active", "last_login")
    list_filter = ("is_active", UnusedFilter)
    search_fields = ("username", "full_name", "phone")
    ordering = ("username",)

    actions = ("unlock", "reset_sign_in")

    def inside(self, held: Reach) -> Q:
        """Somebody with a grant beyond one's reach is kept by those who reach that far."""
        return ~Q(pk__in=Grant.objects.exclude(held.places()).values("user"))

    @admin.action(description="解除登录锁定")
    def unlock(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        for user in rows:
            account_unlock(user=user, by=person(request))

    @admin.action(description="重置登录（发账号单）")
    def reset_sign_in(self, request: HttpRequest, rows: QuerySet[User]) -> HttpResponse:
        chosen = rows.first()
        query = f"?user={chosen.pk}" if chosen else ""
        return redirect(reverse("units:resets") + query)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        super().save_formset(request, form, formset, change)
        for grant in formset.new_objects:
            grant_announce(grant=grant)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # an account is switched off; the log keeps naming it
