//! The catalogues with the editions that are and were in force.

use futures::future::try_join_all;
use medilink_catalogue::Kind;
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{EditionId, Role};
use medilink_library::{EditionRecord, Pointer, catalogue_partition};
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_store::{PlatformStore, Query};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most editions that are shown of a catalogue.
const MOST_EDITIONS: usize = 50;

/// `GET /v1/admin/catalogues`.
pub struct ListCatalogues;

/// A catalogue.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueView {
    /// What it lists.
    kind: Kind,
    /// The edition that is in force; none before the first import.
    current: Option<EditionId>,
    /// Those that are or were in force, latest first.
    editions: Vec<EditionView>,
}

/// An edition.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EditionView {
    edition_id: EditionId,
    /// The SHA-256 of its content.
    sha256: medilink_kernel::Sha256Hex,
    /// How many entries it has.
    entries: u32,
    /// The name of the file that it was made from.
    source: String,
    /// When it came into force first.
    confirmed_at: medilink_kernel::Instant,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Item {
    Edition(EditionRecord),
    Pointer(Pointer),
}

impl Operation for ListCatalogues {
    const SPEC: Spec = Spec::http(
        "catalogues.list_catalogues",
        Method::Get,
        "/v1/admin/catalogues",
        "Lists the catalogues with their editions",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("CATALOGUE#", &[Action::Query])]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = List<CatalogueView>;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<List<CatalogueView>>, Failure> {
        let store = ctx.store();
        let items = try_join_all(Kind::ALL.map(|kind| CatalogueView::load(&store, kind))).await?;
        Ok(Reply::ok(List { items, next_cursor: None }))
    }
}

impl CatalogueView {
    /// A catalogue as the store has it.
    pub(crate) async fn load(store: &PlatformStore, kind: Kind) -> Result<Self, Failure> {
        let page = store.query::<Item>(Query::partition(catalogue_partition(kind)).limit(MOST_EDITIONS + 1)).await?;
        let mut view = Self { kind, current: None, editions: Vec::new() };
        for item in page.items {
            match item {
                Item::Pointer(pointer) => view.current = Some(pointer.edition_id),
                Item::Edition(edition) => view.editions.push(EditionView::of(edition)),
            }
        }
        view.editions.sort_by_key(|edition| std::cmp::Reverse((edition.confirmed_at, edition.edition_id)));
        Ok(view)
    }

    /// Whether an edition is or was in force.
    pub(crate) fn knows(&self, edition: EditionId) -> bool {
        self.editions.iter().any(|known| known.edition_id == edition)
    }

    /// The edition that is in force.
    pub(crate) const fn current(&self) -> Option<EditionId> {
        self.current
    }

    /// The same with another edition in force.
    pub(crate) fn with(self, edition: EditionId) -> Self {
        Self { current: Some(edition), ..self }
    }
}

impl EditionView {
    fn of(edition: EditionRecord) -> Self {
        let EditionRecord { edition_id, sha256, entries, source, confirmed_at } = edition;
        Self { edition_id, sha256, entries, source, confirmed_at }
    }
}
