//! The edge around every operation: limits, identity, access, input, idempotency, errors
