//! Who somebody is: sign-in, sessions, passwords, second factors, profiles
