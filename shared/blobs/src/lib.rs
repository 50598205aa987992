//! Documents in S3: presigned transfers bound to type, length and hash
