"""How does whoever gets a webhook know that it is from us, and new? By the header `Wom-Signature`: `t=…,v1=…`."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "Wom-Signature"


def signature(secret: str, body: bytes, at: int) -> str:
    """The header's value: HMAC-SHA256 over the time, a dot and the body.

    Args:
        at: seconds since 1970; who checks it refuses what is old.
    """
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()}"
