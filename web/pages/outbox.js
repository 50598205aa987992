import { current, direction, onLanguage, show } from "./language.js";
import { pieces } from "./links.js";

const PAUSE = 3000;
const list = document.querySelector("#mails");
const state = document.querySelector("#state");
const template = document.querySelector("#mail");
let shown = null;

function piece({ text, href }) {
  if (href === undefined) return text;
  const link = document.createElement("a");
  link.href = href;
  link.textContent = text;
  link.dir = "ltr";
  if (new URL(href).origin !== location.origin) link.rel = "noreferrer";
  return link;
}

function article(mail) {
  const made = template.content.cloneNode(true).firstElementChild;
  const find = (part) => made.querySelector(`.${part}`);
  for (const part of [find("subject"), find("body")]) {
    part.lang = mail.language;
    part.dir = direction(mail.language);
  }
  find("subject").hidden = mail.subject === "";
  find("subject").textContent = mail.subject;
  find("body").replaceChildren(...pieces(mail.text).map(piece));
  find("to").textContent = mail.to;
  find("kind").textContent = mail.kind;
  find("sent").dateTime = mail.sentAt;
  show(find("label"), "mailTo");
  if (mail.html === null) {
    find("look").remove();
  } else {
    show(find("look").querySelector("summary"), "mailLook");
    find("page").src = `/local/outbox/${mail.id}`;
    find("page").title = mail.subject;
  }
  return made;
}

function dates() {
  const format = new Intl.DateTimeFormat(`${current()}-DZ`, { dateStyle: "long", timeStyle: "medium" });
  for (const sent of list.querySelectorAll(".sent")) sent.textContent = format.format(new Date(sent.dateTime));
}

function tell(key) {
  state.hidden = key === null;
  if (key !== null && state.dataset.text !== key) show(state, key);
}

async function refresh() {
  try {
    const answer = await fetch("/local/outbox", { cache: "no-store" });
    if (!answer.ok) throw new Error(`/local/outbox answered ${answer.status}`);
    const { items } = await answer.json();
    // A mail never changes, so the same names are the same list; what is selected or focused stays so.
    const names = items.map((mail) => mail.id).join("\n");
    if (names !== shown) list.replaceChildren(...items.map(article));
    shown = names;
    dates();
    tell(items.length === 0 ? "outboxEmpty" : null);
  } catch (error) {
    console.warn(error);
    tell("outboxFailed");
  }
}

async function watch() {
  if (!document.hidden) await refresh();
  setTimeout(watch, PAUSE);
}

onLanguage(dates);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
watch();
