"""The kinds of what people really send, and how many cases of each are tried."""

from __future__ import annotations

import importlib
from math import prod
from typing import Final

import pytest

_HERE: Final = "tests.indicators.ledger."
_PAGES: Final = "tests.indicators.views."
_COMMAND: Final = "tests.indicators.management.test_import_ledger"
_GRID: Final = "tests.browser.test_collecting"
_BROWSER: Final = "tests.browser.test_ledgers"
# Kind → module → its tests; each argument of a parametrized test is a case.
KINDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "1 the marked workbook is the unit's own": {
        _HERE + "test_marked_in_place": (
            "test_parts_that_no_mark_needs_stay_byte_for_byte",
            "test_of_the_marked_sheet_only_marks_differ",
            "test_other_peoples_comments_keep_their_words_runs_and_boxes",
            "test_names_of_the_book_still_point_at_their_sheets",
            "test_a_corrected_book_is_as_it_was",
            "test_a_sheet_without_comments_has_none_again",
            "test_a_mark_is_taken_from_where_sorting_moved_it",
            "test_rows_our_filter_hides_are_no_hidden_rows",
            "test_filled_in_libreoffice_marked_corrected_there_and_marked_again",
            "test_what_is_written_anew_says_what_it_lost",
        ),
        _HERE + "test_marked_book": (
            "test_formulas_looks_comments_and_rules_of_the_unit_stay",
            "test_an_untouched_marked_book_reads_as_before",
            "test_marked_twice_is_marked_once",
        ),
        _BROWSER: ("test_uploaded_marked_returned_corrected_approved",),
    },
    "2 typed numbers are never lost": {
        _GRID: (
            "test_a_pasted_block_lands_checked_and_is_undone_as_a_whole",
            "test_a_column_of_values_asks_before_it_lands_in_parts",
            "test_a_pasted_block_with_names_finds_its_rows_and_columns",
            "test_a_quoted_cell_with_line_breaks_shifts_nothing",
            "test_a_web_table_is_pasted_as_rows",
            "test_a_changed_part_stays_and_is_stored_with_what_stands_beside_it",
        ),
        "tests.indicators.services.test_grid": (
            "test_what_was_typed_is_stored_and_shown_whatever_the_value",
        ),
    },
    "3 the pre-check runs inside the sandbox": {
        _HERE + "test_file_kinds": (
            "test_damage_is_a_sentence_before_and_while_reading",
            "test_what_is_no_table_is_told_as_what_it_is",
        ),
        _HERE + "test_safety": ("test_refused_with_a_sentence",),
    },
    "4 a measure is heard wherever it is told": {
        _HERE + "test_told_measures": (
            "test_told_above_in_a_name_in_a_head_in_a_column",
            "test_every_way_to_write_a_measure",
            "test_a_figure_in_another_measure",
            "test_a_rate_head_over_a_count_and_the_reverse",
        ),
        _HERE + "test_words_beside": ("test_a_measure_told_without_a_colon",),
    },
    "5 words that narrow a name are never dropped": {
        _HERE + "test_narrowed": ("test_a_narrowed_name", "test_what_a_word_narrows"),
        _HERE + "test_words_beside": (
            "test_a_row_that_stands_over_others",
            "test_another_column_that_narrows_the_row",
            "test_a_remark_that_speaks_against_its_figure",
            "test_a_note_below_the_table",
            "test_letters_that_are_no_name_in_english",
        ),
    },
    "6 a code and a name must agree": {
        _HERE + "test_narrowed": ("test_a_code_and_a_name_must_agree",),
        _HERE + "test_words_beside": ("test_a_name_few_letters_from_the_codes_own",),
    },
    "7 meaning in formatting": {
        _HERE + "test_shown": (
            "test_runs_footnotes_and_unseen_signs",
            "test_struck_hidden_or_no_number",
            "test_the_section_that_shows_the_number",
            "test_the_same_in_xls",
            "test_the_same_cell_gives_the_same_in_every_kind_of_file",
        ),
        _HERE + "test_words_beside": ("test_words_a_format_prints_beside_the_number",),
        _HERE + "test_old_excel": ("test_a_formula_is_read_as_it_is_shown",),
    },
    "8 part of a year is not the year": {
        _HERE + "test_narrowed": (
            "test_part_of_a_year_in_the_year_cell",
            "test_titles_and_sheet_names",
        ),
        _HERE + "test_words_beside": (
            "test_a_title_that_speaks_against_the_figures",
            "test_a_head_says_what_its_format_shows",
            "test_letters_behind_a_year_are_asked",
        ),
    },
    "9 second head lines, columns nobody knows": {
        _HERE + "test_narrowed": (
            "test_second_head_lines",
            "test_second_head_lines_nobody_knows_are_asked",
            "test_two_columns_that_claim_one_figure_are_asked",
        ),
        _HERE + "test_words_beside": ("test_the_whole_year_or_place_beside_a_part",),
        _PAGES + "test_ledgers": ("test_a_column_without_a_head_can_be_named_for_this_file_alone",),
        _COMMAND: ("test_a_column_without_a_head_is_told",),
        _BROWSER: ("test_two_columns_that_claim_one_figure_are_named_remembered_and_forgotten",),
    },
    "10 a remembered mapping holds by meaning": {
        _PAGES + "test_ledgers": (
            "test_each_column_can_be_named_whatever_its_head",
            "test_a_remembered_column_is_of_this_year_and_never_of_another",
            "test_remembered_columns_are_seen_and_can_be_forgotten",
            "test_unknown_columns_are_named_once_and_remembered",
            "test_naming_no_column_at_all_is_refused",
        ),
        _BROWSER: ("test_two_columns_that_claim_one_figure_are_named_remembered_and_forgotten",),
    },
    "11 good files are not refused": {
        _HERE + "test_file_kinds": (
            "test_a_file_is_what_stands_in_it",
            "test_odd_cells_do_not_refuse_the_file",
            "test_packages_with_odd_names",
        ),
        _HERE + "test_narrowed": (
            "test_a_title_right_above_the_head_is_no_head",
            "test_numbers_footnotes_english_and_colons_say_nothing",
        ),
        _HERE + "test_old_excel": ("test_directories_that_only_need_repair",),
        _HERE + "test_words_beside": (
            "test_a_line_of_totals_is_none",
            "test_tables_laid_otherwise_are_told_as_such",
        ),
    },
    "12 text files": {
        _HERE + "test_file_kinds": (
            "test_an_open_quote_is_refused_with_its_line",
            "test_surplus_cells_are_an_error_at_their_row",
            "test_a_text_table_bears_the_name_people_gave_it",
        ),
        _HERE + "test_words_beside": ("test_texts_of_dos_and_of_web_systems",),
    },
    "13 signs nobody sees, pictures, times": {
        _HERE + "test_shown": (
            "test_signs_nobody_sees_change_nothing",
            "test_pictures_and_times_are_told_as_what_they_are",
        ),
    },
    "14 names of evidence": {
        _PAGES + "test_evidence_names": (
            "test_names_are_kept_with_the_value_and_its_history",
            "test_names_stay_on_another_upload_unless_the_file_says_otherwise",
            "test_the_same_file_again_changes_nothing",
            "test_a_column_of_evidence_may_be_named_by_hand",
            "test_the_template_brings_them_back",
            "test_too_long_names_are_refused_with_their_length",
            "test_the_evidence_page_says_what_is_missing_and_what_nobody_names",
        ),
        "tests.indicators.management.test_bulk_evidence": (
            "test_each_value_keeps_its_own_names_and_an_empty_cell_takes_none_away",
        ),
    },
    "15 a dry run refuses as the import does": {
        _COMMAND: (
            "test_a_dry_run_refuses_as_the_import_does",
            "test_a_column_without_a_head_is_told",
        ),
    },
}
LEAST: Final = 5


def cases(module: str, names: tuple[str, ...]) -> int:
    """How many cases the tests of a module try; a name that is gone is an AttributeError."""
    found = importlib.import_module(module)
    return sum(
        prod(
            len(mark.args[1])
            for mark in getattr(getattr(found, name), "pytestmark", ())
            if mark.name == "parametrize"
        )
        for name in names
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_tried_at_least_five_times(kind: str) -> None:
    assert sum(cases(module, names) for module, names in KINDS[kind].items()) >= LEAST


def test_all_fifteen_kinds_stand_here() -> None:
    assert [int(kind.partition(" ")[0]) for kind in KINDS] == list(range(1, 16))
