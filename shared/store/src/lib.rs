//! DynamoDB as the platform sees it: scoped handles, keys, transactions, cursors
