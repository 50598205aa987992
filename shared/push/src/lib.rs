//! Messages to people outside a request: e-mail now
