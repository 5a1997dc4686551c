"""What the words have to know of this installation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Site:
    """Where developers get production access: the PIM page, and the tenant to sign in to."""

    pim_url: str
    tenant_id: str
