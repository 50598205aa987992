//! The embedded DynamoDB and the guard before it
