//! Tokens, passwords, one-time codes and sealed secrets
