"""The rules, in the order they are run. A new rule is a function, a line here and a case in tests/cases/checks.toml."""

from __future__ import annotations

from pipeline.checks import chinese_text, names, sense, source, translation
from pipeline.checks.engine import Check

SOURCE_CHECKS: tuple[Check, ...] = (
    source.known_tokens,
    source.printable_facts,
    source.facts_in_date,
    source.page_in_date,
    source.keys_are_ours,
    source.moving_law_is_dated,
    source.law_rests_on_facts,
    source.amounts_from_facts,
    source.no_typed_numbers,
    source.headings_in_steps,
    source.links_lead_somewhere,
    source.kind_words,
    source.words_to_translate,
    source.short_sentences,
    source.plain_enough,
)
TRANSLATION_CHECKS: tuple[Check, ...] = (
    translation.tokens_kept,
    translation.nothing_added,
    translation.links_kept,
    translation.order_kept,
    translation.no_typed_contacts,
    translation.emphasis_kept,
    translation.no_stray_marks,
    translation.forms_kept,
    translation.numbers_kept,
    names.names_kept,
    translation.right_script,
    translation.no_forbidden_terms,
    translation.glossary_terms_used,
    translation.no_invisible_characters,
    translation.words_there,
    translation.translated_at_all,
    translation.no_notes_on_translating,
    translation.nothing_left_by_programs,
    translation.no_space_around,
    chinese_text.full_width_punctuation,
    chinese_text.quotes_of_the_region,
    chinese_text.balanced_pairs,
    chinese_text.ellipsis_and_dash,
    chinese_text.no_doubled_words,
    chinese_text.no_stray_spaces,
    chinese_text.bold_edges,
    chinese_text.words_of_the_region,
    sense.turns_kept,
    sense.opposites_kept,
    sense.lists_kept,
    chinese_text.length_in_proportion,
)
CHECKS: tuple[Check, ...] = SOURCE_CHECKS + TRANSLATION_CHECKS
