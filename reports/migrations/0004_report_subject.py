import django.db.models.deletion
from django.db import migrations, models
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat


def reports_of_assessments(apps, schema_editor):
    """Until now every report was on an assessment, and its place was that of the assessment."""
    Assessment = apps.get_model('assessments', 'Assessment')
    place = Assessment.objects.filter(pk=OuterRef('assessment_id')).order_by().values('region_id')
    apps.get_model('reports', 'Report').objects.update(
        region_id=Subquery(place[:1]),
        subject=Concat(Value('assessment:'), Cast('assessment_id', CharField())),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0003_report_base'),
        ('assessments', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='region',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='units.region', verbose_name='地区'),
        ),
        migrations.AddField(
            model_name='report',
            name='subject',
            field=models.CharField(default='', max_length=80, verbose_name='对象'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='report',
            name='assessment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='assessments.assessment', verbose_name='评估'),
        ),
        migrations.RunPython(reports_of_assessments, migrations.RunPython.noop),
    ]
