"""Rosters as townships send them: sixteen files, each with its own habits, none built like another."""

from tests.intake.corpus import habits, shapes
from tests.intake.corpus.case import Case

CASES = [
    case()
    for case in (
        shapes.classic,
        shapes.two_row_head,
        shapes.text_with_groups,
        shapes.sheet_per_village,
        habits.old_xls,
        shapes.printed_pages,
        habits.member_base,
        habits.unicode_text,
        shapes.two_tables,
        habits.typed_as_numbers,
        habits.university_export,
        shapes.prepared_form,
        habits.names_with_marks,
        shapes.shifted_and_hidden,
        shapes.family_columns,
        habits.twice_in_one_file,
    )
]

__all__ = ["CASES", "Case"]
