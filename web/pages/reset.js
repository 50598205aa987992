import { current, direction, show } from "./language.js";

const FEWEST = 8;
const form = document.querySelector("form");
const field = document.querySelector("#password");
const message = document.querySelector("#message");
const done = document.querySelector("#done");
const send = form.querySelector("button");
let attempt = null;

// After `#`, so that the token reaches neither the server's log nor a referrer.
const token = () => new URLSearchParams(location.hash.slice(1)).get("token");

function tell(key) {
  message.removeAttribute("lang");
  message.removeAttribute("dir");
  show(message, key);
  message.hidden = false;
}

// The server's words stay in the language in which they were asked for.
function tellProblem(problem) {
  delete message.dataset.text;
  message.lang = current();
  message.dir = direction(current());
  const details = (problem.errors ?? []).map((error) => error.detail);
  message.textContent = [problem.title, ...details].join("\n");
  message.hidden = false;
}

function check() {
  if (token()) return true;
  form.hidden = true;
  tell("resetNoToken");
  return false;
}

async function post(body) {
  // A lost answer is asked for again under the same key, so that the token is not spent twice.
  if (attempt?.body !== body) attempt = { body, key: crypto.randomUUID() };
  const answer = await fetch("/v1/password/reset", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": current(), "Idempotency-Key": attempt.key },
    body,
  });
  return answer.ok ? null : answer.json();
}

async function submit() {
  message.hidden = true;
  field.removeAttribute("aria-invalid");
  if (!check()) return;
  if ([...field.value].length < FEWEST) {
    field.setAttribute("aria-invalid", "true");
    tell("resetShort");
    field.focus();
    return;
  }
  const problem = await post(JSON.stringify({ token: token(), newPassword: field.value }));
  if (problem) {
    tellProblem(problem);
    return;
  }
  history.replaceState(null, "", location.pathname);
  form.remove();
  done.hidden = false;
  document.querySelector("#onwards").hidden = false;
  done.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  send.disabled = true;
  try {
    await submit();
  } catch (error) {
    console.warn(error);
    tell("resetFailed");
  } finally {
    send.disabled = false;
  }
});

document.querySelector("#reveal").addEventListener("change", (event) => {
  field.type = event.target.checked ? "text" : "password";
});

window.addEventListener("hashchange", () => {
  if (!form.isConnected) return;
  message.hidden = true;
  form.hidden = false;
  check();
});

check();
