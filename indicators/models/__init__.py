"""What is measured, what plans ask, what was reported and approved."""

from indicators.models.catalogue_state import CatalogueState
from indicators.models.evidence import Evidence, WorkPaper
from indicators.models.indicator import Indicator, IndicatorAlias, IndicatorDefinition
from indicators.models.ledger import ColumnMapping, Ledger
from indicators.models.observation import Observation, ObservationRevision
from indicators.models.plan import (
    Domain,
    Objective,
    Plan,
    PlanIndicator,
    Responsibility,
    Round,
    Target,
)
from indicators.models.reporting import (
    ReportingRound,
    RoundExtension,
    Submission,
    SubmissionEvent,
    SubmissionValue,
    SubmissionValueRevision,
    ValueComment,
    ValueMark,
)
