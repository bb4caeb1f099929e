import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('assessments', '0001_initial'),
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job_state', models.CharField(choices=[('queued', '排队中'), ('running', '进行中'), ('done', '已完成'), ('failed', '失败'), ('cancelled', '已取消')], default='queued', max_length=10, verbose_name='任务状态')),
                ('progress_done', models.PositiveIntegerField(default=0, verbose_name='已完成步数')),
                ('progress_total', models.PositiveIntegerField(default=0, verbose_name='总步数')),
                ('progress_text', models.CharField(blank=True, max_length=120, verbose_name='正在做')),
                ('job_error', models.TextField(blank=True, verbose_name='失败原因')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发起人')),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='发起时间')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='开始时间')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('attempt', models.PositiveSmallIntegerField(default=0, verbose_name='第几次')),
                ('lease_token', models.UUIDField(blank=True, editable=False, null=True, verbose_name='租约')),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='租约到')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='assessments.assessment', verbose_name='评估')),
                ('kind', models.CharField(choices=[('midterm', '中期评估报告'), ('final', '终期评估报告'), ('annual', '年度统计监测报告'), ('unit', '单位反馈单'), ('regions', '区县对比报告')], max_length=10, verbose_name='种类')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='units.memberunit', verbose_name='成员单位')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版次')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('issued', '已印发')], default='draft', max_length=8, verbose_name='状态')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='题目')),
                ('options', models.JSONField(blank=True, default=dict, verbose_name='版式')),
                ('formats', models.JSONField(blank=True, default=list, verbose_name='文件种类')),
                ('snapshot', models.JSONField(blank=True, default=list, help_text='生成时各段的文字，用来比较版次。', verbose_name='正文')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='印发时间')),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='印发人')),
            ],
            options={
                'verbose_name': '报告',
                'verbose_name_plural': '报告',
                'ordering': ['-requested_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('unit__isnull', True)), fields=('assessment', 'kind', 'version'), name='report_version_unique'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('assessment', 'kind', 'unit', 'version'), name='report_unit_version_unique'), models.UniqueConstraint(condition=models.Q(('job_state__in', ['queued', 'running']), ('unit__isnull', True)), fields=('assessment', 'kind'), name='report_one_under_way'), models.UniqueConstraint(condition=models.Q(('job_state__in', ['queued', 'running']), ('unit__isnull', False)), fields=('assessment', 'kind', 'unit'), name='report_unit_one_under_way'), models.CheckConstraint(condition=models.Q(('kind__in', ['midterm', 'final', 'annual', 'unit', 'regions'])), name='report_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'issued'])), name='report_state_known'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('issued_at__isnull', False), _connector='OR'), name='report_issued_has_time')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='reports.report', verbose_name='报告')),
                ('format', models.CharField(choices=[('docx', 'Word 文件'), ('xlsx', 'Excel 文件'), ('pdf', 'PDF 文件'), ('zip', '评估档案包')], max_length=4, verbose_name='格式')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.storedfile', verbose_name='文件')),
                ('has_page_numbers', models.BooleanField(default=True, verbose_name='目录有页码')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='生成时间')),
            ],
            options={
                'verbose_name': '报告文件',
                'verbose_name_plural': '报告文件',
                'ordering': ['report', 'format'],
                'constraints': [models.UniqueConstraint(fields=('report', 'format'), name='report_file_unique'), models.CheckConstraint(condition=models.Q(('format__in', ['docx', 'xlsx', 'pdf', 'zip'])), name='report_file_format_known')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ReportText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='reports.report', verbose_name='报告')),
                ('key', models.CharField(max_length=120, verbose_name='段落')),
                ('text', models.TextField(blank=True, verbose_name='文字')),
                ('numbers', models.JSONField(blank=True, default=list, verbose_name='写时的数')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='修改时间')),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修改人')),
            ],
            options={
                'verbose_name': '改过的段落',
                'verbose_name_plural': '改过的段落',
                'constraints': [models.UniqueConstraint(fields=('report', 'key'), name='report_text_unique')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ReportComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='reports.report', verbose_name='报告')),
                ('key', models.CharField(blank=True, max_length=120, verbose_name='段落')),
                ('text', models.CharField(max_length=500, verbose_name='意见')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='答复')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
            ],
            options={
                'verbose_name': '评审意见',
                'verbose_name_plural': '评审意见',
                'ordering': ['at', 'pk'],
                'indexes': [],
                'constraints': [],
            },
        ),
    ]
