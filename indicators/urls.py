"""Pages of the room ``indicators``."""

from __future__ import annotations

from django.urls import path

from indicators.views import (
    catalogue,
    entry,
    evidence,
    history,
    ledger_bulk,
    ledgers,
    papers,
    review,
    rounds,
)

app_name = "indicators"

urlpatterns = [
    path("plans/", catalogue.plan_list, name="plan_list"),
    path("plans/<int:pk>/", catalogue.plan_detail, name="plan_detail"),
    path("values/", catalogue.value_list, name="value_list"),
    path("values/<int:pk>/history/", history.observation_history, name="observation_history"),
    path("values/<int:pk>/correct/", history.observation_correct_page, name="observation_correct"),
    path("values/<int:pk>/touched/", history.observation_touched, name="observation_touched"),
    path("rounds/", rounds.round_list, name="round_list"),
    path("rounds/<int:pk>/", rounds.round_desk, name="round_desk"),
    path("rounds/<int:pk>/dates/", rounds.round_dates, name="round_dates"),
    path("rounds/<int:pk>/extension/", rounds.round_extension, name="round_extension"),
    path("rounds/<int:pk>/approve/", rounds.round_approve, name="round_approve"),
    path("rounds/<int:pk>/chase/", rounds.round_chase, name="round_chase"),
    path("rounds/<int:pk>/chase/word/", rounds.round_chase_word, name="round_chase_word"),
    path("rounds/<int:pk>/chase/sent/", rounds.round_chased, name="round_chased"),
    path("submissions/", entry.submission_list, name="submission_list"),
    path("submissions/<int:pk>/", entry.submission_page, name="submission"),
    path("submissions/<int:pk>/values/", entry.submission_values, name="submission_values"),
    path("submissions/<int:pk>/submit/", entry.submission_submit_view, name="submission_submit"),
    path(
        "submissions/<int:pk>/withdraw/",
        entry.submission_withdraw_view,
        name="submission_withdraw",
    ),
    path("submissions/<int:pk>/ledgers/", ledgers.ledger_list, name="ledger_list"),
    path(
        "submissions/<int:pk>/ledger-template/",
        ledgers.ledger_template_file,
        name="ledger_template",
    ),
    path("ledgers/", ledger_bulk.ledger_bulk, name="ledger_bulk"),
    path("ledgers/<int:pk>/", ledgers.ledger_page, name="ledger"),
    path("ledgers/<int:pk>/progress/", ledgers.ledger_progress, name="ledger_progress"),
    path("ledgers/<int:pk>/file/<slug:kind>/", ledgers.ledger_file, name="ledger_file"),
    path("ledgers/<int:pk>/columns/", ledgers.ledger_columns, name="ledger_columns"),
    path("ledgers/<int:pk>/confirm/", ledgers.ledger_confirm_view, name="ledger_confirm"),
    path("ledgers/<int:pk>/discard/", ledgers.ledger_discard_view, name="ledger_discard"),
    path("ledgers/<int:pk>/undo/", ledgers.ledger_undo_view, name="ledger_undo"),
    path("submissions/<int:pk>/evidence/", evidence.evidence_list, name="evidence_list"),
    path("submissions/values/<int:pk>/history/", history.value_history, name="value_history"),
    path("submissions/values/<int:pk>/comment/", review.value_comment_add, name="value_comment"),
    path("evidence/<int:pk>/", evidence.evidence_file, name="evidence"),
    path("evidence/<int:pk>/delete/", evidence.evidence_delete, name="evidence_delete"),
    path("review/<int:pk>/", review.review_page, name="review"),
    path("review/<int:pk>/begin/", review.review_begin, name="review_begin"),
    path("review/<int:pk>/missing/", review.review_missing, name="review_missing"),
    path("review/<int:pk>/accept-rest/", review.review_accept_rest, name="review_accept_rest"),
    path("review/<int:pk>/return/", review.submission_return_view, name="submission_return"),
    path("review/<int:pk>/approve/", review.submission_approve_view, name="submission_approve"),
    path("review/<int:pk>/reopen/", review.submission_reopen_view, name="submission_reopen"),
    path("review/values/<int:pk>/", review.review_value, name="review_value"),
    path("review/values/<int:pk>/mark/", review.review_mark, name="review_mark"),
    path("papers/", papers.paper_list, name="paper_list"),
    path("submissions/<int:pk>/papers/", papers.paper_start, name="paper_start"),
    path("papers/<int:pk>/", papers.paper_page, name="paper"),
    path("papers/<int:pk>/file/", papers.paper_file, name="paper_file"),
    path("papers/<int:pk>/return/", papers.paper_return_view, name="paper_return"),
    path("papers/<int:pk>/approve/", papers.paper_approve_view, name="paper_approve"),
]
