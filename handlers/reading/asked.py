"""The kinds that a message can ask for, and the error pages that hiring staff report."""

from enum import StrEnum


class Asked(StrEnum):
    """What a message asks for: the four request kinds of the design, nothing, or more than the words can tell."""

    unlink_one_login = "unlink_one_login"
    delete_jobseeker = "delete_jobseeker"
    publisher_access = "publisher_access"
    developer_help = "developer_help"
    none = "none"
    ambiguous = "ambiguous"


class ErrorPage(StrEnum):
    """The pages that stop hiring staff at sign-in (publisher-access.md, "Order of the decision")."""

    unknown_organisation_category = "unknown_organisation_category"
    unsupported_establishment_type = "unsupported_establishment_type"
    unregistered_establishment = "unregistered_establishment"
    not_authorised = "not_authorised"
    pending_approval = "pending_approval"
