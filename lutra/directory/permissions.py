"""Who may do what: named permissions, each with the roles that have it. Nothing else grants a right."""

from __future__ import annotations

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.roles import Role

_FRONT_DESK = {Role.DESK_OFFICER, Role.SERVICE, Role.PPID_UTAMA}
_WATCHERS = {
    Role.SUPERIOR,
    Role.CONSIDERATIONS_TEAM,
    Role.LEADER,
    Role.PATRON,
    Role.OPERATOR,
    Role.SECRETARIAT,
}

PERMISSIONS: dict[str, frozenset[str]] = {
    name: frozenset(str(role) for role in roles)
    for name, roles in {
        "desk.enter": set(Role),
        "requests.record": _FRONT_DESK
        | {Role.PPID_PELAKSANA},  # file for somebody at the counter or on the phone
        "requests.see": _FRONT_DESK | _WATCHERS | {Role.PROCESSING, Role.DISPUTES},
        "requests.see_own_body": {Role.PPID_PELAKSANA},
        # Leaders hurry a case; they do not learn who asked.
        "requests.see_identity": _FRONT_DESK | {Role.SUPERIOR},
        # Files that a decision withholds: those who decide, advise and answer for them (LAW A25).
        "requests.see_withheld": {
            Role.PPID_UTAMA,
            Role.PPID_PELAKSANA,
            Role.PROCESSING,
            Role.SUPERIOR,
            Role.CONSIDERATIONS_TEAM,
            Role.DISPUTES,
        },
        "requests.dispose": {Role.PPID_UTAMA},
        "requests.draft": {Role.PPID_PELAKSANA, Role.PPID_UTAMA, Role.PROCESSING},
        # Somebody else than the drafter: the body's own PPID for his body, PPID Utama for all (``requests.review``).
        "requests.review": {Role.PPID_UTAMA, Role.PPID_PELAKSANA},
        "requests.advise": {Role.CONSIDERATIONS_TEAM},
        "requests.split": {Role.PPID_UTAMA},
        "requests.search": {Role.PPID_UTAMA, Role.PPID_PELAKSANA, Role.PROCESSING, Role.DESK_OFFICER},
        "requests.set_rules": {Role.PPID_UTAMA, Role.ADMINISTRATOR},
        # Let somebody without an account propose an answer, through a link (``lutra.delegation``).
        "requests.delegate": {Role.PPID_UTAMA},
        "requests.extend": {Role.PPID_UTAMA},
        "requests.decide": {Role.PPID_UTAMA},
        "requests.deliver": _FRONT_DESK,
        "requests.close": _FRONT_DESK,
        "requests.tell_gaps": _FRONT_DESK,
        "requests.complete": _FRONT_DESK,
        # Whether a power of attorney is accepted; whoever takes requests in also looks at the papers.
        "requests.check_power": _FRONT_DESK,
        "requests.withdraw": _FRONT_DESK,
        "requests.reopen": {Role.PPID_UTAMA},
        "requests.note": _FRONT_DESK
        | {Role.SUPERIOR, Role.CONSIDERATIONS_TEAM, Role.PROCESSING, Role.DISPUTES, Role.PPID_PELAKSANA},
        "objections.record": _FRONT_DESK,
        "objections.see": _FRONT_DESK
        | {Role.SUPERIOR, Role.CONSIDERATIONS_TEAM, Role.DISPUTES, Role.SECRETARIAT},
        # The superior decides, never the PPID (UU 14/2008 Pasal 35, 36).
        "objections.decide": {Role.SUPERIOR},
        "objections.carry_out": {Role.PPID_UTAMA},
        "disputes.see": {Role.PPID_UTAMA, Role.DISPUTES, Role.SUPERIOR, Role.CONSIDERATIONS_TEAM},
        "disputes.manage": {Role.PPID_UTAMA, Role.DISPUTES, Role.SUPERIOR},
        # The dossier tells who asked: it goes to the Commission, and each making of it is entered.
        "disputes.make_dossier": {Role.PPID_UTAMA, Role.DISPUTES, Role.SUPERIOR},
        "catalogue.see": set(Role),
        "catalogue.maintain": {Role.PPID_UTAMA, Role.PROCESSING},
        "catalogue.maintain_own_body": {Role.PPID_PELAKSANA},
        # The signed list is a decree's; who records it answers for it.
        "catalogue.sign": {Role.PPID_UTAMA},
        # Sign a letter that bears one's own name, where a signing service is set up.
        "letters.sign": {Role.PPID_UTAMA, Role.SUPERIOR},
        "catalogue.test": {Role.PPID_UTAMA, Role.PPID_PELAKSANA, Role.PROCESSING},
        "catalogue.approve_test": {Role.SUPERIOR},
        # An office proposes, the main PPID disposes; whoever approves may send back as well.
        "catalogue.return_test": {Role.PPID_UTAMA, Role.SUPERIOR},
        # The bodies propose tests; only the main PPID puts one in force, and opens one before its end.
        "exemptions.see": set(Role),
        "exemptions.record": {Role.PPID_UTAMA},
        "exemptions.open": {Role.PPID_UTAMA},
        # The considerations team's sessions on tests: who convenes them and keeps their minutes, and who reads those.
        "exemptions.hold_sessions": {Role.PPID_UTAMA, Role.CONSIDERATIONS_TEAM, Role.SECRETARIAT},
        "exemptions.see_sessions": {
            Role.PPID_UTAMA,
            Role.CONSIDERATIONS_TEAM,
            Role.SECRETARIAT,
            Role.SUPERIOR,
            Role.PROCESSING,
            Role.DISPUTES,
        },
        # Files for the public. A body's own PPID keeps to his body (``documents.see_own_body``).
        "documents.see": {
            Role.PPID_UTAMA,
            Role.PROCESSING,
            Role.SERVICE,
            Role.SUPERIOR,
            Role.CONSIDERATIONS_TEAM,
        },
        "documents.see_own_body": {Role.PPID_PELAKSANA},
        "documents.upload": {Role.PPID_UTAMA, Role.PPID_PELAKSANA, Role.PROCESSING, Role.SERVICE},
        # What the gate found is decided by whoever answers for the file, and so is its certificate.
        "documents.decide": {Role.PPID_UTAMA, Role.PPID_PELAKSANA, Role.PROCESSING},
        "documents.release": {Role.PPID_UTAMA, Role.PPID_PELAKSANA, Role.PROCESSING},
        # Blacking out: whoever handles files draws the boxes; one who answers for files approves, never his own.
        "redactions.make": {Role.PPID_UTAMA, Role.PPID_PELAKSANA, Role.PROCESSING},
        "redactions.approve": {Role.PPID_UTAMA, Role.PPID_PELAKSANA, Role.SUPERIOR},
        "redactions.set_rules": {Role.PPID_UTAMA, Role.ADMINISTRATOR},
        # The villages' sites, and what comes from them let out; how, is said by whoever answers for the list.
        "villages.see": set(Role),
        "villages.manage": {Role.PPID_UTAMA, Role.PROCESSING},
        "villages.set_policy": {Role.PPID_UTAMA},
        "obligations.see": set(Role),
        "obligations.maintain": {Role.PPID_UTAMA, Role.PROCESSING},
        "obligations.maintain_own_body": {Role.PPID_PELAKSANA},
        # Signing that something is not there to be published; the body's own PPID for his body.
        "obligations.state": {Role.PPID_UTAMA, Role.PPID_PELAKSANA},
        "obligations.charter": {Role.PPID_UTAMA},
        # Information on a danger goes out at once, by one person (UU 14/2008 Pasal 10).
        "obligations.announce": {
            Role.PPID_UTAMA,
            Role.PPID_PELAKSANA,
            Role.DESK_OFFICER,
            Role.NEWSROOM,
            Role.OPERATOR,
        },
        "registers.export": _FRONT_DESK | {Role.SECRETARIAT},
        "figures.see": set(Role),
        "reports.see": set(Role),
        "reports.write": {Role.PPID_UTAMA, Role.SECRETARIAT, Role.SERVICE},
        # Letting a rule of the yearly report pass is signed by name; the one who answers for it, or his superior.
        "reports.override": {Role.PPID_UTAMA, Role.SUPERIOR},
        "reports.issue": {Role.PPID_UTAMA},
        "reports.send": {Role.PPID_UTAMA, Role.SECRETARIAT},
        "publishing.summarise": {Role.PPID_UTAMA, Role.SERVICE},
        # Offering an answer to everybody, keeping it back, withdrawing it; clearing a text that names nobody.
        "publishing.offer": {Role.PPID_UTAMA, Role.SERVICE},
        # What applicants ask about their own data (UU 27/2022 Pasal 30).
        "data.answer": _FRONT_DESK,
        "breaches.manage": {Role.PPID_UTAMA, Role.ADMINISTRATOR},
        # Whoever keeps the archive proposes and carries out; his superior approves what is destroyed.
        "retention.manage": {Role.SECRETARIAT, Role.PROCESSING, Role.ADMINISTRATOR},
        "retention.approve": {Role.SUPERIOR},
        # The survey: its figures, slips for people at the counter, and comments that go to the public page.
        "satisfaction.see": set(Role),
        "satisfaction.give_slips": _FRONT_DESK,
        "satisfaction.publish": {Role.PPID_UTAMA, Role.SERVICE},
        "directory.manage": {Role.ADMINISTRATOR},
    }.items()
}


def may(actor: Actor, permission: str) -> bool:
    """Whether one of the actor's posts grants ``permission``; an unknown name raises KeyError."""
    return bool(PERMISSIONS[permission] & actor.roles)


def permit(actor: Actor, permission: str, *, government_id: int) -> None:
    """Pass when the actor may do this in that government; raise NotPermitted otherwise."""
    if actor.government_id != government_id or not may(actor, permission):
        raise NotPermitted(permission)
