//! The steps of an import's job. Each gives the change of the import that says that it is done.

use crate::{
    import::State,
    records::{ChangeCounts, ImportRecord, SheetCount, file_place, part_place, problems_place},
    source::{self, Part, Unreadable},
    views::busy,
};
use bytes::Bytes;
use medilink_catalogue::{Changes, Edition, Table};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::Sha256Hex;
use medilink_library::{Pointer, edition, pointer_key, put_edition};
use medilink_store::Update;
use sha2::{Digest, Sha256};

const BINARY: &str = "application/octet-stream";

/// Finds out what parts the file has.
pub(crate) async fn survey(ctx: &Ctx, import: ImportRecord) -> Result<Update, Failure> {
    let kind = import.kind;
    let found = with_file(ctx, &import, move |bytes| source::parts(kind, bytes)).await?;
    Ok(match found {
        Ok(names) => {
            let sheet = |sheet| SheetCount { sheet, stated: None, read: None, unreadable: None, difference: None };
            done(&import).set("sheets", names.into_iter().map(sheet).collect::<Vec<_>>())
        }
        Err(flaw) => failed(flaw),
    })
}

/// Reads a part and stores what was read.
pub(crate) async fn read(ctx: &Ctx, mut import: ImportRecord, number: usize) -> Result<Update, Failure> {
    let kind = import.kind;
    let part = match with_file(ctx, &import, move |bytes| source::read(kind, bytes, number)).await? {
        Ok(part) => part,
        Err(flaw) => return Ok(failed(flaw)),
    };
    if let Some(sheet) = import.sheets.get_mut(number) {
        *sheet = count(sheet.sheet.clone(), &part, part.lines.len());
    }
    let bytes = postcard::to_allocvec(&part).map_err(Failure::fault)?;
    let place = part_place(import.import_id, number);
    ctx.platform.blobs.put(&place, BINARY, Bytes::from(bytes)).await.map_err(busy)?;
    Ok(done(&import).set("sheets", &import.sheets))
}

/// Puts the parts together, and stores the edition and what could not be read.
pub(crate) async fn assemble(ctx: &Ctx, mut import: ImportRecord) -> Result<Update, Failure> {
    let (kind, blobs) = (import.kind, &ctx.platform.blobs);
    let mut parts = Vec::new();
    for number in 0..import.sheets.len() {
        let Some(bytes) = blobs.get(&part_place(import.import_id, number)).await.map_err(busy)? else {
            return Ok(failed(Unreadable::Missing));
        };
        parts.push(postcard::from_bytes::<Part>(&bytes).map_err(Failure::fault)?);
    }
    let assembled = tokio::task::spawn_blocking(move || {
        let read: Vec<usize> = parts.iter().map(|part| part.lines.len()).collect();
        let unreadable: Vec<u32> = parts.iter().map(|part| part.unreadable).collect();
        let (table, problems) = source::assemble(kind, &mut parts);
        // What stands twice was read before it was known to.
        let counts = parts.iter().zip(read).zip(unreadable).map(|((part, read), before)| {
            let twice = part.unreadable.saturating_sub(before) as usize;
            count(String::new(), part, read.saturating_sub(twice))
        });
        let counts: Vec<SheetCount> = counts.collect();
        let entries = table.len();
        let stored = Edition { kind, table }.store();
        let listed = postcard::to_allocvec(&problems).map_err(|error| error.to_string());
        (entries, counts, problems.len(), stored, listed)
    });
    let (entries, counts, problems, stored, listed) = assembled.await.map_err(Failure::fault)?;
    if entries == 0 {
        return Ok(failed(Unreadable::NoEntries));
    }
    let Ok(stored) = stored else { return Ok(failed(Unreadable::TooLarge)) };
    let listed = listed.map_err(Failure::fault)?;
    put_edition(blobs, kind, stored.id, stored.bytes).await?;
    blobs.put(&problems_place(import.import_id), BINARY, Bytes::from(listed)).await.map_err(busy)?;
    for (sheet, counted) in import.sheets.iter_mut().zip(counts) {
        *sheet = SheetCount { sheet: std::mem::take(&mut sheet.sheet), ..counted };
    }
    Ok(done(&import)
        .set("sheets", &import.sheets)
        .set("editionId", stored.id)
        .set("editionSha256", Sha256Hex(stored.sha256))
        .set("entries", whole(entries))
        .set("problems", whole(problems)))
}

/// Counts what would change.
pub(crate) async fn compare(ctx: &Ctx, import: ImportRecord) -> Result<Update, Failure> {
    let kind = import.kind;
    let id = import.edition_id.ok_or_else(|| Failure::fault("an import that was assembled to nothing"))?;
    let base = ctx.store().get::<Pointer>(&pointer_key(kind)).await?.map(|pointer| pointer.edition_id);
    let after = edition(&ctx.platform, kind, id).await?;
    let before = match base {
        Some(base) => edition(&ctx.platform, kind, base).await?.table,
        None => Table::empty(kind.columns().len()),
    };
    let changes = tokio::task::spawn_blocking(move || Changes::between(&before, &after.table)).await;
    let changes = changes.map_err(Failure::fault)?;
    let counts = ChangeCounts {
        new: whole(changes.new.len()),
        changed: whole(changes.changed.len()),
        gone: whole(changes.gone.len()),
    };
    Ok(done(&import).put("base", base).set("changes", counts).set("state", State::Compared))
}

/// Looks into the file, off the threads that serve everybody else. What makes the reader fall over is a file that cannot
/// be read.
async fn with_file<T: Send + 'static>(
    ctx: &Ctx,
    import: &ImportRecord,
    look: impl FnOnce(&[u8]) -> Result<T, Unreadable> + Send + 'static,
) -> Result<Result<T, Unreadable>, Failure> {
    let most = usize::try_from(import.size).unwrap_or(usize::MAX).saturating_add(1);
    let place = file_place(import.import_id);
    let Some(bytes) = ctx.platform.blobs.get_prefix(&place, most).await.map_err(busy)? else {
        return Ok(Err(Unreadable::Missing));
    };
    let (size, hash) = (import.size, import.sha256.0);
    let looked = tokio::task::spawn_blocking(move || {
        if bytes.len() as u64 != size {
            Err(Unreadable::WrongSize)
        } else if Sha256::digest(&bytes)[..] != hash {
            Err(Unreadable::WrongHash)
        } else {
            look(&bytes)
        }
    });
    Ok(looked.await.unwrap_or(Err(Unreadable::Damaged)))
}

fn done(import: &ImportRecord) -> Update {
    Update::new().set("step", import.step + 1)
}

fn failed(flaw: Unreadable) -> Update {
    Update::new().set("state", State::Failed).set("failure", flaw)
}

fn count(sheet: String, part: &Part, read: usize) -> SheetCount {
    let read = whole(read);
    let difference = part.stated.map(|stated| i64::from(read) - i64::from(stated));
    SheetCount { sheet, stated: part.stated, read: Some(read), unreadable: Some(part.unreadable), difference }
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
