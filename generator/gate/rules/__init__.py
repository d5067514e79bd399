"""Every rule of the gate, in order of id. Nothing is discovered: a rule is added here by hand."""

from __future__ import annotations

from generator.gate.rule import Rule
from generator.gate.rules.ps001_unreadable import unreadable
from generator.gate.rules.ps002_metadata_not_valid import metadata_not_valid
from generator.gate.rules.ps003_reference_reused import reference_reused
from generator.gate.rules.ps004_unexpected_file import unexpected_file
from generator.gate.rules.ps005_sections_missing import sections_missing
from generator.gate.rules.ps006_broken_link import broken_link
from generator.gate.rules.ps007_link_leaves_site import link_leaves_site
from generator.gate.rules.ps008_unsafe_markup import unsafe_markup
from generator.gate.rules.ps101_marking_above_ceiling import marking_above_ceiling
from generator.gate.rules.ps102_marking_in_body import marking_in_body
from generator.gate.rules.ps103_marking_missing import marking_missing
from generator.gate.rules.ps104_not_final import not_final
from generator.gate.rules.ps105_placeholder_left import placeholder_left
from generator.gate.rules.ps106_local_scope import local_scope
from generator.gate.rules.ps107_personal_data import personal_data
from generator.gate.rules.ps108_figure_missing import figure_missing
from generator.gate.rules.ps201_policy_statement_missing import policy_statement_missing
from generator.gate.rules.ps202_sops_missing import sops_missing
from generator.gate.rules.ps203_impact_assessment_missing import impact_assessment_missing
from generator.gate.rules.ps204_workbook_missing import workbook_missing
from generator.gate.rules.ps205_impact_assessment_incomplete import impact_assessment_incomplete
from generator.gate.rules.ps206_impact_assessment_out_of_date import impact_assessment_out_of_date
from generator.gate.rules.ps207_workbook_incomplete import workbook_incomplete
from generator.gate.rules.ps208_health_and_safety_not_stated import health_and_safety_not_stated
from generator.gate.rules.ps209_safety_and_health_not_consulted import (
    safety_and_health_not_consulted,
)
from generator.gate.rules.ps210_control_measures_missing import control_measures_missing
from generator.gate.rules.ps211_responsibilities_missing import responsibilities_missing
from generator.gate.rules.ps212_consultation_one_sided import consultation_one_sided
from generator.gate.rules.ps213_monitoring_plan_missing import monitoring_plan_missing
from generator.gate.rules.ps214_implementation_plan_missing import implementation_plan_missing
from generator.gate.rules.ps215_associated_document_unknown import associated_document_unknown
from generator.gate.rules.ps216_title_reused import title_reused
from generator.gate.rules.ps301_quality_assurance_missing import quality_assurance_missing
from generator.gate.rules.ps302_quality_assurance_failed import quality_assurance_failed
from generator.gate.rules.ps303_changed_since_quality_assurance import (
    changed_since_quality_assurance,
)
from generator.gate.rules.ps304_approval_missing import approval_missing
from generator.gate.rules.ps305_approved_before_quality_assurance import (
    approved_before_quality_assurance,
)
from generator.gate.rules.ps306_approver_lacks_rank import approver_lacks_rank
from generator.gate.rules.ps307_changed_since_approval import changed_since_approval
from generator.gate.rules.ps308_not_commissioned import not_commissioned
from generator.gate.rules.ps309_dates_run_backwards import dates_run_backwards
from generator.gate.rules.ps310_signed_in_the_future import signed_in_the_future
from generator.gate.rules.ps311_approver_is_not_the_lead import approver_is_not_the_lead
from generator.gate.rules.ps401_registered_file_missing import registered_file_missing
from generator.gate.rules.ps402_file_plan_missing import file_plan_missing
from generator.gate.rules.ps403_changes_not_summarised import changes_not_summarised
from generator.gate.rules.ps404_minor_is_not_minor import minor_is_not_minor
from generator.gate.rules.ps405_version_out_of_sequence import version_out_of_sequence
from generator.gate.rules.ps406_publication_decision_missing import publication_decision_missing
from generator.gate.rules.ps407_review_interval_too_long import review_interval_too_long
from generator.gate.rules.ps408_review_overdue import review_overdue
from generator.gate.rules.ps409_monitoring_overdue import monitoring_overdue
from generator.gate.rules.ps410_exception_incomplete import exception_incomplete
from generator.gate.rules.ps411_exception_unpaid import exception_unpaid
from generator.gate.rules.ps412_exception_open import exception_open
from generator.gate.rules.ps413_withdrawal_unexplained import withdrawal_unexplained
from generator.gate.rules.ps414_assessment_ageing import assessment_ageing
from generator.gate.rules.ps415_published_late import published_late
from generator.gate.rules.ps416_review_without_monitoring import review_without_monitoring
from generator.gate.rules.ps501_report_not_assured import report_not_assured
from generator.gate.rules.ps502_report_period_missing import report_period_missing
from generator.gate.rules.ps503_report_measure_missing import report_measure_missing
from generator.gate.rules.ps504_report_has_no_policy import report_has_no_policy
from generator.gate.rules.ps505_records_do_not_add_up import records_do_not_add_up
from generator.gate.rules.ps601_attachment_type_not_allowed import attachment_type_not_allowed
from generator.gate.rules.ps608_attachment_unreadable import attachment_unreadable
from generator.gate.rules.ps609_attachment_not_assured import attachment_not_assured
from generator.gate.rules.ps610_attachment_not_linked import attachment_not_linked

RULES: tuple[Rule, ...] = (
    unreadable,
    metadata_not_valid,
    reference_reused,
    unexpected_file,
    sections_missing,
    broken_link,
    link_leaves_site,
    unsafe_markup,
    marking_above_ceiling,
    marking_in_body,
    marking_missing,
    not_final,
    placeholder_left,
    local_scope,
    personal_data,
    figure_missing,
    policy_statement_missing,
    sops_missing,
    impact_assessment_missing,
    workbook_missing,
    impact_assessment_incomplete,
    impact_assessment_out_of_date,
    workbook_incomplete,
    health_and_safety_not_stated,
    safety_and_health_not_consulted,
    control_measures_missing,
    responsibilities_missing,
    consultation_one_sided,
    monitoring_plan_missing,
    implementation_plan_missing,
    associated_document_unknown,
    title_reused,
    quality_assurance_missing,
    quality_assurance_failed,
    changed_since_quality_assurance,
    approval_missing,
    approved_before_quality_assurance,
    approver_lacks_rank,
    changed_since_approval,
    not_commissioned,
    dates_run_backwards,
    signed_in_the_future,
    approver_is_not_the_lead,
    registered_file_missing,
    file_plan_missing,
    changes_not_summarised,
    minor_is_not_minor,
    version_out_of_sequence,
    publication_decision_missing,
    review_interval_too_long,
    review_overdue,
    monitoring_overdue,
    exception_incomplete,
    exception_unpaid,
    exception_open,
    withdrawal_unexplained,
    assessment_ageing,
    published_late,
    review_without_monitoring,
    report_not_assured,
    report_period_missing,
    report_measure_missing,
    report_has_no_policy,
    records_do_not_add_up,
    attachment_type_not_allowed,
    attachment_unreadable,
    attachment_not_assured,
    attachment_not_linked,
)
