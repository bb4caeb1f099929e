"""Tables of regions and member units for import and export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from import_export.fields import Field

from units.access import Reach
from units.models import MemberUnit, Region
from units.models.region import region_level
from units.tables import RowWidget, ScopedResource, TextWidget, YesWidget, text_column


class RegionResource(ScopedResource):
    """Places by code; level and parent follow from the code."""

    required = ("行政区划代码", "名称")
    code = text_column("code", "行政区划代码")
    name = text_column("name", "名称")

    class Meta(ScopedResource.Meta):
        model = Region
        fields = ("code", "name")
        import_id_fields = ("code",)

    def __init__(
        self, held: Reach, create: Callable[..., Region] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(held, **kwargs)
        self.create = create

    def get_queryset(self) -> Any:
        return Region.objects.filter(self.held.places(""))

    def is_mine(self, instance: Region) -> bool:
        return self.held.holds_in(instance)

    def import_instance(self, instance: Region, row: Any, **kwargs: Any) -> None:
        code = TextWidget().clean(row.get("行政区划代码"))
        if not instance.level and code.isdigit() and len(code) in (6, 9, 12):
            instance.level = region_level(code)
        super().import_instance(instance, row, **kwargs)

    def do_instance_save(self, instance: Region, is_create: bool) -> None:  # noqa: FBT001
        if is_create and self.create is not None:
            created = self.create(code=instance.code, name=instance.name)
            instance.pk, instance.parent = created.pk, created.parent
            instance._state.adding = False
        else:
            instance.save(update_fields=["name"])


class MemberUnitResource(ScopedResource):
    """Member units by place and code."""

    required = ("行政区划代码", "单位代码", "单位名称")
    code = text_column("code", "单位代码")
    name = text_column("name", "单位名称")
    short_name = text_column("short_name", "简称")
    former_names = text_column("former_names", "曾用名、别名")
    contact = text_column("contact", "联络员")
    phone = text_column("phone", "电话")
    is_active = Field("is_active", "在用", widget=YesWidget(), default=True)

    class Meta(ScopedResource.Meta):
        model = MemberUnit
        fields = (
            "region",
            "code",
            "name",
            "short_name",
            "former_names",
            "contact",
            "phone",
            "is_active",
        )
        import_id_fields = ("region", "code")

    def __init__(self, held: Reach, **kwargs: Any) -> None:
        super().__init__(held, **kwargs)
        places = Region.objects.filter(held.places(""))
        widget = RowWidget("行政区划代码", places, "code")
        self.fields = {
            **self.fields,
            "region": Field("region", "行政区划代码", widget=widget),
        }

    def get_queryset(self) -> Any:
        return MemberUnit.objects.filter(self.held.places()).select_related("region")

    def is_mine(self, instance: MemberUnit) -> bool:
        return self.held.holds_in(instance.region)
