import django.db.models.deletion
import django.utils.timezone
import indicators.models.values
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('indicators', '0001_initial'),
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AssessmentBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.region', verbose_name='行政区划')),
                ('title', models.CharField(max_length=120, verbose_name='名称')),
                ('requested_at', models.DateTimeField(auto_now_add=True, verbose_name='发起时间')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发起人')),
            ],
            options={
                'verbose_name': '批量评估',
                'verbose_name_plural': '批量评估',
                'ordering': ['-requested_at'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
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
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='units.region', verbose_name='行政区划')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='indicators.round', verbose_name='轮次')),
                ('kind', models.CharField(default='both', max_length=10, verbose_name='范围')),
                ('stage', models.CharField(choices=[('midterm', '中期评估'), ('final', '终期评估'), ('annual', '年度监测')], max_length=10, verbose_name='种类')),
                ('year', models.PositiveSmallIntegerField(verbose_name='评估年份')),
                ('settings', models.JSONField(default=dict, verbose_name='设置')),
                ('question', models.CharField(db_index=True, max_length=64, verbose_name='问题指纹')),
                ('state', models.CharField(choices=[('draft', '试算'), ('final', '已定稿')], default='draft', max_length=8, verbose_name='状态')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assessments', to='assessments.assessmentbatch', verbose_name='批量评估')),
                ('summary', models.JSONField(blank=True, default=dict, verbose_name='汇总')),
                ('computed_at', models.DateTimeField(blank=True, null=True, verbose_name='计算时间')),
                ('finalised_at', models.DateTimeField(blank=True, null=True, verbose_name='定稿时间')),
                ('finalised_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='定稿人')),
                ('frozen', models.JSONField(blank=True, null=True, verbose_name='定稿内容')),
                ('content_hash', models.CharField(blank=True, max_length=64, verbose_name='核对码')),
                ('plans', models.ManyToManyField(related_name='assessments', to='indicators.plan', verbose_name='规划')),
            ],
            options={
                'verbose_name': '评估',
                'verbose_name_plural': '评估',
                'ordering': ['-year', '-requested_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('question',), name='assessment_one_draft_per_question'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'final'])), name='assessment_state_known'), models.CheckConstraint(condition=models.Q(('stage__in', ['midterm', 'final', 'annual'])), name='assessment_stage_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'final'), _negated=True), models.Q(('finalised_at__isnull', False), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='assessment_final_is_hashed')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='assessments.assessment', verbose_name='评估')),
                ('plan_indicator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='results', to='indicators.planindicator', verbose_name='监测指标')),
                ('whose', models.CharField(blank=True, default='', max_length=8, verbose_name='谁的目标')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='顺序')),
                ('rule', models.CharField(choices=[('at_least', '不低于目标'), ('at_most', '不高于目标'), ('around', '保持在目标左右'), ('range', '在区间内'), ('rise', '比基期提高'), ('fall', '比基期降低'), ('at_most_of_baseline', '不高于基期的若干倍'), ('at_least_of_baseline', '不低于基期的若干倍'), ('change_at_least', '比基期提高若干点'), ('at_least_indicator', '不低于另一指标'), ('qualitative', '定性，由人认定'), ('background', '背景指标，不判定')], max_length=24, verbose_name='判定规则')),
                ('verdict', models.CharField(choices=[('met', '达标'), ('unmet', '未达标'), ('no_data', '无数据'), ('not_assessable', '无法评价')], max_length=16, verbose_name='结论')),
                ('computed_verdict', models.CharField(blank=True, choices=[('met', '达标'), ('unmet', '未达标'), ('no_data', '无数据'), ('not_assessable', '无法评价')], max_length=16, verbose_name='计算结论')),
                ('grade', models.CharField(blank=True, choices=[('early', '提前达标'), ('on_track', '达到阶段目标'), ('basic', '基本达标'), ('lost', '回落'), ('behind', '滞后')], max_length=10, verbose_name='程度')),
                ('is_counted', models.BooleanField(default=False, verbose_name='计入分母')),
                ('value', indicators.models.values.DecimalValueField(blank=True, decimal_places=6, max_digits=15, null=True, verbose_name='数值')),
                ('numerator', indicators.models.values.DecimalValueField(blank=True, decimal_places=6, max_digits=15, null=True, verbose_name='分子')),
                ('denominator', indicators.models.values.DecimalValueField(blank=True, decimal_places=6, max_digits=15, null=True, verbose_name='分母')),
                ('decimals', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='小数位')),
                ('reference_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='数据年份')),
                ('base', indicators.models.values.DecimalValueField(blank=True, decimal_places=6, max_digits=15, null=True, verbose_name='基期值')),
                ('base_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='基期年')),
                ('target', indicators.models.values.DecimalValueField(blank=True, decimal_places=6, max_digits=15, null=True, verbose_name='目标值')),
                ('target_upper', indicators.models.values.DecimalValueField(blank=True, decimal_places=6, max_digits=15, null=True, verbose_name='区间上限')),
                ('target_text', models.CharField(blank=True, max_length=200, verbose_name='目标')),
                ('expected', indicators.models.values.DecimalValueField(blank=True, decimal_places=6, max_digits=15, null=True, verbose_name='时序值')),
                ('gap', indicators.models.values.DecimalValueField(blank=True, decimal_places=6, max_digits=15, null=True, verbose_name='与目标的差')),
                ('achievement', indicators.models.values.DecimalValueField(blank=True, decimal_places=6, max_digits=15, null=True, verbose_name='实现程度')),
                ('reason', models.JSONField(blank=True, default=dict, verbose_name='理由')),
                ('explanation', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('observation', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.observation', verbose_name='依据的数据')),
                ('observation_revision', models.PositiveIntegerField(blank=True, null=True, verbose_name='依据的版次')),
            ],
            options={
                'verbose_name': '评估结果',
                'verbose_name_plural': '评估结果',
                'ordering': ['assessment', 'order'],
                'constraints': [models.UniqueConstraint(fields=('assessment', 'plan_indicator', 'whose'), name='result_unique'), models.CheckConstraint(condition=models.Q(('verdict__in', ['met', 'unmet', 'no_data', 'not_assessable'])), name='result_verdict_known'), models.CheckConstraint(condition=models.Q(('grade', ''), ('verdict__in', ['met', 'unmet']), _connector='OR'), name='result_grade_only_when_judged')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan_indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='indicators.planindicator', verbose_name='监测指标')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='units.region', verbose_name='行政区划')),
                ('reference_year', models.PositiveSmallIntegerField(verbose_name='数据年份')),
                ('verdict', models.CharField(choices=[('met', '达标'), ('unmet', '未达标')], max_length=16, verbose_name='认定')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.storedfile', verbose_name='依据')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='认定人')),
                ('is_current', models.BooleanField(default=True, verbose_name='现行')),
            ],
            options={
                'verbose_name': '人工认定',
                'verbose_name_plural': '人工认定',
                'ordering': ['-decided_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('plan_indicator', 'region', 'reference_year'), name='decision_one_current'), models.CheckConstraint(condition=models.Q(('verdict__in', ['met', 'unmet'])), name='decision_verdict_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='decision_has_reason')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan_indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overrides', to='indicators.planindicator', verbose_name='监测指标')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='assessments.assessment', verbose_name='评估')),
                ('whose', models.CharField(blank=True, default='', max_length=8, verbose_name='谁的目标')),
                ('verdict', models.CharField(choices=[('met', '达标'), ('unmet', '未达标'), ('no_data', '无数据'), ('not_assessable', '无法评价')], max_length=16, verbose_name='改判为')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='改判人')),
            ],
            options={
                'verbose_name': '改判',
                'verbose_name_plural': '改判',
                'constraints': [models.UniqueConstraint(fields=('assessment', 'plan_indicator', 'whose'), name='override_unique'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_has_reason'), models.CheckConstraint(condition=models.Q(('verdict__in', ['met', 'unmet', 'no_data', 'not_assessable'])), name='override_verdict_known')],
                'indexes': [],
            },
        ),
    ]
