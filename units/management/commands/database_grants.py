"""Give the application a database role of its own, which cannot touch what was logged.

Run after every ``migrate`` by the role that owns the database (``DATABASE_URL``);
``APP_DATABASE_URL`` names the role that web and worker then use. Histories are told by their
append-only trigger: of these the application may read and add rows, and empty the links that a
deleted account or file leaves behind, nothing else.
"""

from __future__ import annotations

from typing import Any, Final

import dj_database_url
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from psycopg2 import sql

HISTORIES: Final = """
    SELECT c.relname, encode(t.tgargs, 'escape')
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname = 'history_append_only' AND c.relnamespace = 'public'::regnamespace
"""


_END: Final = r"\000"  # as PostgreSQL writes the end of a trigger's argument


class Command(BaseCommand):
    help = "建立应用程序用的数据库角色：操作日志和数据历史只许读、只许添，不许改、删、清空"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", required=True, help="应用程序用的 DATABASE_URL")

    def handle(self, *_args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("只有 PostgreSQL 才有数据库角色。")
        parsed = dj_database_url.parse(options["url"])
        role, password = str(parsed["USER"]), str(parsed["PASSWORD"])
        if not role or not password:
            raise CommandError("--url 里要有用户名和密码。")
        if role == connection.settings_dict["USER"]:
            raise CommandError("应用程序的角色不能就是数据库的所有者。")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = "ALTER" if cursor.fetchone() else "CREATE"
            for statement in _statements(role, password, verb):
                cursor.execute(statement)
            cursor.execute(HISTORIES)
            histories = cursor.fetchall()
            for table, links in histories:
                for statement in _history(role, table, [n for n in links.split(_END) if n]):
                    cursor.execute(statement)
        self.stdout.write(f"角色 {role} 已就绪，{len(histories)} 张历史表只读只添")


def _statements(role: str, password: str, verb: str) -> list[sql.Composable]:
    """The role and what it may do with all tables; later ones get the same."""
    who = sql.Identifier(role)
    rows = sql.SQL("SELECT, INSERT, UPDATE, DELETE ON")
    return [
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            sql.SQL(verb), who, sql.Literal(password)
        ),
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(who),
        sql.SQL("GRANT {} ALL TABLES IN SCHEMA public TO {}").format(rows, who),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(who),
    ]


def _history(role: str, table: str, links: list[str]) -> list[sql.Composable]:
    who, name = sql.Identifier(role), sql.Identifier(table)
    columns = sql.SQL(", ").join(map(sql.Identifier, links))
    return [
        sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(name, who),
        sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(columns, name, who),
    ]
