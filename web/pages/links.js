const ADDRESS = /https?:\/\/[^\s<>"«»\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const AFTER = /[.,;:!?)\]}'’،؛؟…]+$/u;

/** Cuts a text into pieces `{ text, href? }`; those with `href` are web addresses. Together they are the text again. */
export function pieces(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(AFTER, "");
    if (!URL.canParse(address)) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: address, href: address });
    end = match.index + address.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}
