"""Django's admin as the place where the office keeps its records and the admin keeps accounts.

Rights come from units.access only: no superuser, no staff flag, no model permissions.
Each ModelAdmin names the ability it needs and where its rows stand; foreign keys offer
only what is in reach. Admins of third-party apps are not shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Final

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.forms import ModelChoiceField
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from units import messages
from units.access import Ability, Reach, can, reach
from units.audit import audit_record
from units.choices import AuditAction
from units.models import MemberUnit, Region, User
from units.record_changes import UNSAID, Change, form_changes, row_fields

_NOWHERE = Reach()
SEEN: Final = "_seen"
_CHANGES: Final = "records.changes"  # from the form to the log row of the same request


class RecordsSite(admin.AdminSite):
    site_title = messages.SYSTEM_NAME
    site_header = messages.RECORDS_TITLE
    index_title = messages.RECORDS_TITLE
    empty_value_display = "—"

    def register(
        self,
        model_or_iterable: Any,
        admin_class: Any = None,
        **options: Any,
    ) -> None:
        """Only our own admins: others know nothing of our abilities."""
        if admin_class is not None and issubclass(admin_class, RecordAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, User) and any(
            can(user, ability) for ability in (Ability.KEEP_CATALOGUE, Ability.KEEP_ACCOUNTS)
        )

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("reports:home")
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Signing out is done in the frame, where it is logged."""
        return redirect("reports:home")

    def get_urls(self) -> list[Any]:
        """Without the pages that the frame has its own of."""
        replaced = {"password_change", "password_change_done"}
        return [url for url in super().get_urls() if getattr(url, "name", None) not in replaced]


class RecordAdmin(admin.ModelAdmin[Any]):
    """Rows of one's own reach, with ``ability``; every change is in the log."""

    ability: Ability = Ability.KEEP_CATALOGUE
    place_path = "region"  # from a row to its place; empty: the row is one
    list_per_page = 50
    show_full_result_count = False

    def inside(self, held: Reach) -> Q:
        """The rows that a reach covers."""
        return held.places(self.place_path)

    def held(self, request: HttpRequest) -> Reach:
        user = request.user
        return reach(user, self.ability) if isinstance(user, User) else _NOWHERE

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(self.inside(self.held(request)))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only the filters that the list shows: Django lets any own field be asked, letter by
        letter, the hash of a password too."""
        named = [
            getattr(item, "parameter_name", None) or (item[0] if isinstance(item, tuple) else item)
            for item in self.list_filter
        ]
        field = lookup.removesuffix("__exact").removesuffix("__isnull").removesuffix("__id")
        return str(field) in named

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.held(request))

    has_module_permission = has_view_permission
    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    def offered(self, model: type[Model], held: Reach) -> QuerySet[Any] | None:
        """Rows that a foreign key to ``model`` may name; None: no limit."""
        if model is Region:
            return Region.objects.filter(held.places(""))
        if model is MemberUnit:
            return MemberUnit.objects.filter(held.member_units("")).select_related("region")
        return None

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        kwargs |= self.offer(db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def offer(self, db_field: Any, request: HttpRequest) -> dict[str, Any]:
        """What a form field of that foreign key is given besides."""
        rows = self.offered(db_field.related_model, self.held(request))
        return {} if rows is None else {"queryset": rows}

    def fingerprint(self, obj: Model) -> str:
        """What this form shows of the row and of the rows under it, as they stand now."""
        of_row = (
            type(obj)
            ._default_manager.filter(pk=obj.pk)
            .select_for_update()
            .values_list(
                *(field.attname for field in obj._meta.concrete_fields if field.name not in UNSAID)
            )
        )
        parts = [list(of_row)]
        for inline in self.inlines:
            key = _get_foreign_key(self.model, inline.model, inline.fk_name)
            under = inline.model._default_manager.filter(**{key.attname: obj.pk})
            parts.append(list(under.order_by("pk").values_list()))
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's own signature
        **kwargs: Any,
    ) -> Any:
        """The form, refusing to overwrite what somebody else has saved since it was opened."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        if obj is None:
            return form
        keeper = self

        class SeenForm(form):  # type: ignore[misc]  # made at run time
            def clean(self) -> Any:
                if self.data.get(SEEN) != keeper.fingerprint(obj):
                    raise ValidationError(messages.RECORD_MOVED, code="moved")
                return super().clean()

        return SeenForm

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None:
            with transaction.atomic():
                context["seen"] = request.POST.get(SEEN) or self.fingerprint(obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def construct_change_message(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,
        add: bool = False,  # noqa: FBT001, FBT002 - Django's own signature
    ) -> Any:
        """Django's list of field names for its own log; old and new values for ours."""
        request.META[_CHANGES] = form_changes(form, formsets or ())
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        self._record(request, obj, messages.RECORD_ADDED, request.META.pop(_CHANGES, []))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        self._record(request, obj, messages.RECORD_CHANGED, request.META.pop(_CHANGES, []))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Any]) -> Any:
        for row in queryset:
            self._record(request, row, messages.RECORD_DELETED, row_fields(row))
        return super().log_deletions(request, queryset)  # type: ignore[arg-type]  # a QuerySet

    def _record(
        self, request: HttpRequest, obj: Model, sentence: str, changes: list[Change]
    ) -> None:
        action = (
            AuditAction.ACCOUNT if self.ability is Ability.KEEP_ACCOUNTS else AuditAction.CATALOGUE
        )
        name = str(obj._meta.verbose_name)
        audit_record(
            action=action,
            user=request.user if isinstance(request.user, User) else None,
            subject=sentence.format(kind=name, row=obj),
            detail={"changes": changes},
        )


class RecordInline(admin.TabularInline[Any, Any]):
    """Rows of the parent record: who may change that may change these."""

    extra = 0

    def _keeper(self) -> RecordAdmin:
        keeper = self.admin_site._registry[self.parent_model]
        if not isinstance(keeper, RecordAdmin):
            raise TypeError
        return keeper

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._keeper().has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._keeper().has_change_permission(request, obj)

    has_add_permission = has_change_permission
    has_delete_permission = has_change_permission

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= self._keeper().offer(db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def rows_of(model: type[Model], **attributes: Any) -> type[RecordInline]:
    """The rows of that kind under their parent record."""
    return type(f"{model.__name__}Inline", (RecordInline,), {"model": model, **attributes})
