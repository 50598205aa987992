//! The operations of the DynamoDB API that the platform uses.

macro_rules! actions {
    ($($name:ident),+ $(,)?) => {
        /// An operation of the DynamoDB or DynamoDB Streams API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = concat!("`", stringify!($name), "`")] $name,)+
        }

        impl Action {
            /// The action of that name, if the platform uses it.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($name) => Some(Self::$name),)+
                    _ => None,
                }
            }

            /// The name on the wire, which is also IAM's after `dynamodb:`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }
        }
    };
}

actions!(
    GetItem,
    PutItem,
    UpdateItem,
    DeleteItem,
    Query,
    Scan,
    BatchGetItem,
    BatchWriteItem,
    TransactGetItems,
    TransactWriteItems,
    CreateTable,
    DeleteTable,
    DescribeTable,
    ListTables,
    UpdateTable,
    UpdateTimeToLive,
    DescribeTimeToLive,
    DescribeStream,
    ListStreams,
    GetShardIterator,
    GetRecords,
);

impl Action {
    /// Takes the action from an `x-amz-target` header such as `DynamoDB_20120810.GetItem`.
    #[must_use]
    pub fn from_target(target: &str) -> Option<Self> {
        let (service, name) = target.split_once('.')?;
        matches!(service, "DynamoDB_20120810" | "DynamoDBStreams_20120810").then(|| Self::parse(name))?
    }

    /// Whether it only reads.
    #[must_use]
    pub const fn is_read(self) -> bool {
        !matches!(
            self,
            Self::PutItem | Self::UpdateItem | Self::DeleteItem | Self::BatchWriteItem | Self::TransactWriteItems
        ) && !self.changes_tables()
    }

    /// Whether it changes what tables there are or how they are defined.
    #[must_use]
    pub const fn changes_tables(self) -> bool {
        matches!(self, Self::CreateTable | Self::DeleteTable | Self::UpdateTable | Self::UpdateTimeToLive)
    }

    /// Whether it works on items, and so can say what capacity it consumed.
    #[must_use]
    pub const fn is_on_items(self) -> bool {
        matches!(
            self,
            Self::GetItem
                | Self::PutItem
                | Self::UpdateItem
                | Self::DeleteItem
                | Self::Query
                | Self::Scan
                | Self::BatchGetItem
                | Self::BatchWriteItem
                | Self::TransactGetItems
                | Self::TransactWriteItems
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_names_its_action() {
        assert_eq!(Action::from_target("DynamoDB_20120810.GetItem"), Some(Action::GetItem));
        assert_eq!(Action::from_target("DynamoDBStreams_20120810.GetRecords"), Some(Action::GetRecords));
        assert_eq!(Action::from_target("DynamoDB_20120810.ExecuteStatement"), None);
        assert_eq!(Action::from_target("Other.GetItem"), None);
        assert_eq!(Action::from_target("GetItem"), None);
    }

    #[test]
    fn only_writers_write() {
        assert!(Action::Query.is_read() && Action::DescribeTable.is_read() && Action::GetRecords.is_read());
        assert!(!Action::TransactWriteItems.is_read() && !Action::CreateTable.is_read());
    }
}
