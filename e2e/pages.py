"""Every page of the installation, read from its own list of addresses, so that a new one cannot be forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Answers that are no pages: data, files, and what only takes a deed.
NO_PAGES = {
    "healthz",
    "set_language",
    "portal:export",
    "desk:export",
    "portal:figures_data",
    "portal:exempt_file",
    "desk:exemption_decree",
    "desk:session_minutes",
    "portal:letter",
    "portal:document",
    "portal:withheld_parts",
    "desk:file_of_case",
    "desk:file_states",
    "desk:letter",
    "desk:identity",
    "desk:approve_test",
    "portal:objection_letter",
    "desk:objection_identity",
    "desk:objection_letter",
    "desk:dispute_paper",
    "desk:dossier",
    "desk:report_file",
    "desk:cancel_bulk",
    "desk:counter_worker",
    "desk:counter_token",
    "desk:uploads",
    "desk:upload_pieces",
    "desk:upload_result",
    "desk:document_state",
    "desk:document_content",
    "desk:document_picture",
    "desk:examine_document",
    "desk:decide_findings",
    "desk:clean_document",
    "desk:certificate_data",
    # Data, pictures and deeds of blacking out; see test_redaction.
    "desk:redaction_rules",
    "desk:redact",
    "desk:redact_of_case",
    "desk:redaction_state",
    "desk:redaction_index",
    "desk:redaction_page",
    "desk:redaction_result",
    "desk:redaction_search",
    "desk:redaction_boxes",
    "desk:remove_box",
    "desk:undo_boxes",
    "desk:redaction_deed",
    "end_sessions",
    "desk:note",
    "desk:revoke_delegation",
    "portal:remark",
    "portal:again",
    # A piece of the filing form, and an address that counts and leads on.
    "portal:similar",
    "portal:open_similar",
    # Wait for a power of attorney that nobody has checked; test_for_others brings one.
    "desk:check_power",
    "desk:check_objection_power",
    # Files of a power of attorney.
    "desk:power",
    "desk:objection_power",
    "portal:send_proof",
    "portal:prove",
    "portal:copy_data",
    "portal:correct_data",
    "portal:delete_data",
    # Needs a link that the server's administrator made.
    "accept_invitation",
    # Of an applicant's account; see test_survey_and_accounts.
    "portal:account_link",
    "portal:account_add",
    "portal:account_drop",
    "portal:account_remove_key",
    # Of the villages: what only takes a deed, and an address that leads on.
    "desk:harvest_village",
    "desk:switch_village",
    "portal:short_village",
    # Of the list of public information: files, and what only takes a deed.
    "desk:export_items",
    "desk:item_deed",
    "desk:attach_file",
    "desk:do_import",
    "desk:undo_import",
    "desk:list_version_file",
    "desk:exempt_version_file",
    "desk:undo_proposals",
    "portal:list_version_file",
    "portal:exempt_version_file",
    "desk:export_satisfaction",
    "desk:survey_slips",
    "desk:survey_comment",
    "desk:begin_signing",
    "desk:sign_letters",
    "desk:end_signing",
    "desk:read_draft_letter",
    "desk:sign_by_pen",
    "desk:wish_reminders",
    # Needs a slip of the counter; see test_survey_and_accounts.
    "portal:survey_slip",
    # Files and deeds of what must be published.
    "desk:obligation_calendar_file",
    "desk:obligation_export",
    "desk:revoke_statement",
    "desk:end_programme",
    "desk:clear_document",
    "desk:remove_accessible",
    "desk:publish_charter",
    "desk:end_official",
    "desk:end_immediate",
    "portal:charter_file",
    "portal:sop_file",
    # The charter of the demo is published, and no draft waits for another form.
    "desk:add_accessible",
    # Files and deeds of what is published. Of the demo no text stays closed; its own tests let one out.
    "portal:item_file",
    "portal:answer_file",
    "desk:keep_answer",
    "desk:withdraw_answer",
    "desk:clear_text",
    # Open data for programs: no pages.
    "portal:short_item",
    "portal:short_answer",
    "portal:feed_all",
    "portal:feed_items",
    "portal:feed_answers",
    "portal:feed_immediate",
    "portal:feed_class",
    "portal:feed_body",
    "portal:feed_place",
    "portal:catalogue",
    "portal:bulk",
    "portal:bundle",
    "portal:checksums",
    "portal:sitemaps",
    "portal:sitemap",
    "portal:robots",
    "portal:offline_worker",
    "api:openapi",
    "api:root",
    "api:bodies",
    "api:body",
    "api:items",
    "api:item",
    "api:exemptions",
    "api:exemption",
    "api:versions",
    "api:version",
    "api:version_diff",
    "api:register",
    "api:answers",
    "api:answer",
    "api:figures",
    "api:clauses",
    "api:due",
    "api:search",
    # Off, as in most installations.
    "outside_start",
    "outside_finish",
    # Nobody of the demo has a passkey.
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    # The demo has no job that waits, no call for records, no delegate, no correction, no breach and no list of what may
    # be destroyed; their own tests open these.
    "desk:take_site",
    "portal:delegated_reply",
    "desk:correction",
    "desk:breach",
    "desk:destruction",
    "desk:bulk_job",
    "desk:state_records",
}
# Who opens the pages that are not for everybody.
READERS = {
    "desk:": "ppid",
    "desk:advise": "tim",
    "desk:directory": "admin",
    "desk:demand_second_factor": "admin",
    "desk:sites": "admin",
    "desk:front_desk": "admin",
    "desk:retention": "admin",
    "desk:post": "admin",
    "desk:end_holding": "admin",
    "desk:receipt": "petugas",
    "desk:decide_objection": "atasan",
    "desk:settle_objection": "atasan",
    "command": "operator",
    "leadership": "bupati",
    "account_change_password": "petugas",
    "account_logout": "petugas",
    "account_reauthenticate": "petugas",
}
# Of a case in the right stage; the tests find one in the queue.
OF_A_CASE = {"case", "receipt", "dispose", "draft", "extend", "decide", "deliver", "close"}


def routes() -> list[tuple[str, str]]:
    """(name, route) of every page, such as ("portal:case", "t/<str:code>/")."""
    return [(name, route) for name, route in _walk(get_resolver(), "", "") if name not in NO_PAGES]


def reader(name: str) -> str:
    """The officer who opens this page; "" for a citizen's page."""
    return READERS.get(name) or READERS.get(name.partition(":")[0] + ":", "")


def _walk(resolver: URLResolver, route: str, space: str) -> Iterator[tuple[str, str]]:
    for found in resolver.url_patterns:
        path = route + str(found.pattern)
        if isinstance(found, URLResolver):
            inner = f"{found.namespace}:" if found.namespace else space
            yield from _walk(found, path, inner)
        elif isinstance(found, URLPattern) and found.name:
            yield f"{space}{found.name}", path
