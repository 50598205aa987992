import { show } from "./language.js";
import { texts } from "./texts.js";

const demo = document.querySelector("#demo");

function cell(label, child) {
  const td = document.createElement("td");
  td.dataset.column = label;
  td.append(child);
  return td;
}

function element(name, content) {
  const made = document.createElement(name);
  made.textContent = content;
  return made;
}

// An e-mail address or a password reads from the left in every language.
function code(content) {
  const made = element("code", content);
  made.dir = "ltr";
  return made;
}

function roleName(role) {
  const name = document.createElement("span");
  if (`role_${role}` in texts) show(name, `role_${role}`);
  else name.textContent = role;
  return name;
}

function row(account) {
  const tr = document.createElement("tr");
  tr.append(
    cell("role", roleName(account.role)),
    cell("name", element("bdi", account.name)),
    cell("email", code(account.email)),
    cell("password", code(account.password)),
  );
  return tr;
}

try {
  const answer = await fetch("/local/demo");
  if (!answer.ok) throw new Error(`/local/demo answered ${answer.status}`);
  const { accounts } = await answer.json();
  demo.querySelector("tbody").replaceChildren(...accounts.map(row));
  demo.hidden = accounts.length === 0;
} catch (error) {
  console.warn(error);
  show(demo.querySelector("[data-text=demoAbout]"), "demoFailed");
  demo.querySelector("table").hidden = true;
  demo.hidden = false;
}
