"""A result page against a bare page of its size, asked for as a browser does."""

from __future__ import annotations

import statistics
import time
from typing import Final

SAMPLES: Final = 25


class Pages:
    """One county's result page, asked for as a browser does, and a bare page of its size."""

    def __init__(self, pk: int) -> None:
        from django.conf import settings  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        from assessments.models import Assessment  # noqa: PLC0415
        from units.choices import Role  # noqa: PLC0415
        from units.models import Grant, User  # noqa: PLC0415

        settings.ALLOWED_HOSTS = ["testserver"]
        row = Assessment.objects.select_related("region").get(pk=pk)
        user, is_new = User.objects.get_or_create(username="bench", defaults={"full_name": "测"})
        if is_new:
            Grant.objects.create(
                user=user, role=Role.LEADER, region=row.region, starts_on="2020-01-01"
            )
        self.client = Client()
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.address = f"/assessments/{pk}/"

    def queries(self) -> int:
        from django.db import connection  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        self.client.get(self.address)
        with CaptureQueriesContext(connection) as captured:
            assert self.client.get(self.address).status_code == 200
        return len(captured)

    def against_bare(self) -> tuple[float, float]:
        """Median CPU seconds of the server for the page, and for a bare one of its size.

        Asked for in turn, so that a machine that slows down slows both.
        """
        from django.conf import settings  # noqa: PLC0415
        from django.urls import clear_url_caches  # noqa: PLC0415

        bare = f"/bare/?size={self.size()}"
        settings.ROOT_URLCONF = "tests.bench.bare"
        clear_url_caches()
        taken: dict[str, list[float]] = {self.address: [], bare: []}
        for _ in range(SAMPLES):
            for address, times in taken.items():
                start = time.process_time()
                response = self.client.get(address)
                times.append(time.process_time() - start)
                assert response.status_code == 200
        return statistics.median(taken[self.address]), statistics.median(taken[bare])

    def size(self) -> int:
        return len(self.client.get(self.address).content)
