import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, validators=[django.core.validators.RegexValidator('^[0-9]{6}([0-9]{3}([0-9]{3})?)?\\Z', '行政区划代码应为 6 位（县及以上）、9 位（乡级）或 12 位（村级）数字。')], verbose_name='行政区划代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('level', models.CharField(choices=[('nation', '国家'), ('province', '省级'), ('city', '地市级'), ('county', '县级'), ('township', '乡级'), ('village', '村级')], max_length=10, verbose_name='级别')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='units.region', verbose_name='上级')),
                ('is_demo', models.BooleanField(default=False, help_text='勾选后，这个地区的报告标明“演示数据”。', verbose_name='演示数据')),
            ],
            options={
                'verbose_name': '行政区划',
                'verbose_name_plural': '行政区划',
                'ordering': ['code'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('full_name', models.CharField(blank=True, max_length=30, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='电话')),
                ('password_changed_at', models.DateTimeField(blank=True, null=True, verbose_name='密码修改时间')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '账号',
                'verbose_name_plural': '账号',
                'abstract': False,
                'indexes': [],
                'constraints': [],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='时间')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                ('username', models.CharField(blank=True, max_length=150, verbose_name='用户名')),
                ('address', models.GenericIPAddressField(blank=True, null=True, verbose_name='地址')),
                ('action', models.CharField(choices=[('sign_in', '登录'), ('sign_in_failed', '登录失败'), ('sign_out', '退出'), ('locked', '账号锁定'), ('unlocked', '解除锁定'), ('password', '修改密码'), ('account', '账号与授权'), ('catalogue', '维护目录'), ('upload', '上传'), ('download', '下载'), ('export', '导出'), ('submit', '填报流转'), ('review', '审核'), ('correct', '更正数据'), ('decide', '人工认定'), ('assess', '评估'), ('finalise', '定稿'), ('report', '报告'), ('refused', '越权被拒'), ('settings', '系统设置')], max_length=20, verbose_name='动作')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='units.region', verbose_name='行政区划')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='对象')),
                ('detail', models.JSONField(blank=True, default=dict, verbose_name='内容')),
                ('previous_hash', models.CharField(blank=True, max_length=64, verbose_name='上一条校验值')),
                ('hash', models.CharField(max_length=64, verbose_name='校验值')),
            ],
            options={
                'verbose_name': '操作日志',
                'verbose_name_plural': '操作日志',
                'ordering': ['-pk'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                ('text', models.CharField(max_length=300, verbose_name='内容')),
                ('url', models.CharField(blank=True, max_length=200, verbose_name='链接')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='已读时间')),
            ],
            options={
                'verbose_name': '消息',
                'verbose_name_plural': '消息',
                'ordering': ['-created_at'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='MemberUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='units.region', verbose_name='行政区划')),
                ('code', models.CharField(max_length=32, verbose_name='单位代码')),
                ('name', models.CharField(max_length=60, verbose_name='单位名称')),
                ('short_name', models.CharField(blank=True, max_length=30, verbose_name='简称')),
                ('former_names', models.CharField(blank=True, help_text='多个用分号隔开；台账里写旧名也认得。', max_length=200, verbose_name='曾用名、别名')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='排序')),
                ('contact', models.CharField(blank=True, max_length=30, verbose_name='联络员')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='电话')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
            ],
            options={
                'verbose_name': '成员单位',
                'verbose_name_plural': '成员单位',
                'ordering': ['region__code', 'order', 'code'],
                'constraints': [models.UniqueConstraint(fields=('region', 'code'), name='unit_code_unique'), models.UniqueConstraint(fields=('region', 'name'), name='unit_name_unique')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='FormerPassword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_passwords', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                ('hash', models.CharField(max_length=128, verbose_name='密码校验值')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
            ],
            options={
                'verbose_name': '用过的密码',
                'verbose_name_plural': '用过的密码',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
                ('role', models.CharField(choices=[('office', '妇儿工委办'), ('reviewer', '监测组审核（统计）'), ('liaison', '成员单位联络员'), ('evaluator', '评估专家'), ('leader', '领导'), ('auditor', '审计'), ('admin', '系统管理员')], max_length=10, verbose_name='角色')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='行政区划')),
                ('unit', models.ForeignKey(blank=True, help_text='只有联络员填写。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='units.memberunit', verbose_name='成员单位')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='起')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='事由')),
            ],
            options={
                'verbose_name': '授权',
                'verbose_name_plural': '授权',
                'ordering': ['user', 'role', 'region'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role', 'liaison'), ('unit__isnull', False)), models.Q(models.Q(('role', 'liaison'), _negated=True), ('unit__isnull', True)), _connector='OR'), name='grant_unit_for_liaison_only', violation_error_message='联络员须选成员单位，其他角色不选。'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='grant_ends_after_start', violation_error_message='止期不能早于起期。'), models.CheckConstraint(condition=models.Q(('role__in', ['office', 'reviewer', 'liaison', 'evaluator', 'leader', 'auditor', 'admin'])), name='grant_role_known')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True, verbose_name='存储名')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='校验值')),
                ('content_type', models.CharField(max_length=100, verbose_name='类型')),
                ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='上传时间')),
            ],
            options={
                'verbose_name': '文件',
                'verbose_name_plural': '文件',
                'indexes': [],
                'constraints': [],
            },
        ),
    ]
