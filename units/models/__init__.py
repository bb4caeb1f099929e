"""Who, where, who may see: regions, units, people, files, log."""

from units.models.audit import AuditEvent
from units.models.notice import Notice
from units.models.person import AccountReset, FormerPassword, Grant, User
from units.models.region import Region
from units.models.stored_file import StoredFile
from units.models.table_import import TableImport
from units.models.unit import MemberUnit
