/* The search: asks Pagefind, shows what it found, and says how much. Without it the page's own
   lists stand. Words of documents go into the page as text, never as markup. */

const A_PAGE = 10;
const SECTIONS = 3;
const site = new URL("../", import.meta.url);
const byId = (name) => document.getElementById(`scheme--${name}`);
const form = byId("search");
const list = byId("results");
const more = byId("more");
const say = byId("status");
const plain = byId("plain");

let engine = null;
let found = [];
let turn = 0;

/** Load Pagefind and every part of its index. */
async function load() {
  const { parts } = await (await fetch(new URL("pagefind/parts.json", site))).json();
  const { createInstance } = await import(new URL("pagefind/pagefind.js", site));
  const place = (number) => new URL(`pagefind/${number}/`, site).pathname;
  const options = { baseUrl: site.pathname, excerptLength: 32 };
  const made = createInstance({ basePath: place(0), noWorker: true, ...options });
  await made.init();
  const others = Array.from({ length: parts - 1 }, (_, number) => place(number + 1));
  await Promise.all(others.map((path) => made.mergeIndex(path, options)));
  return made;
}

function make(tag, name, ...content) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...content);
  return element;
}

function link(address, words) {
  const made = make("a", "", words);
  made.href = address;
  return made;
}

/** An excerpt as text, with its found words marked. */
function excerpt(written) {
  const pieces = written.split(/<mark>(.*?)<\/mark>/s);
  const words = pieces.map((text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
  return make("p", "", "… ", ...words.map((text, at) => (at % 2 ? make("mark", "", text) : text)), " …");
}

function row({ url, meta, excerpt: written, sub_results: parts }) {
  const about = [meta.kind, meta.version, meta.state].filter(Boolean).join(", ");
  const item = make("li", "", make("h3", "", link(url, meta.title)), make("p", "scheme-about", about));
  item.append(excerpt(written));
  const sections = parts.filter((part) => part.url !== url && part.title !== meta.title);
  if (sections.length) {
    const links = sections.slice(0, SECTIONS).map((part) => make("li", "", link(part.url, part.title)));
    const inside = make("ul", "", ...links);
    inside.setAttribute("aria-label", `Sections of ${meta.title}`);
    item.append(inside);
  }
  return item;
}

async function show(own) {
  const start = list.childElementCount;
  const next = await Promise.all(found.slice(start, start + A_PAGE).map((result) => result.data()));
  if (own !== turn) return null;
  const rows = next.map(row);
  list.append(...rows);
  more.hidden = list.childElementCount >= found.length;
  return rows[0];
}

function filters(asked) {
  const chosen = {};
  if (asked.has("kind")) chosen.kind = { any: asked.getAll("kind") };
  for (const name of ["group", "class"]) if (asked.get(name)) chosen[name] = asked.get(name);
  if (byId("older") && !asked.get("older")) chosen.state = "In force";
  return chosen;
}

async function search(asked) {
  const own = (turn += 1);
  const words = (asked.get("q") ?? "").trim();
  document.title = document.title.replace(/^(.*? - )?(?=Search - )/, words ? `${words} - ` : "");
  plain.classList.remove("scheme-plain--needed");
  more.hidden = true;
  found = [];
  list.replaceChildren();
  say.textContent = words ? "Searching…" : "Write one or more words to search for.";
  if (!words) return;
  engine ??= load();
  const { results } = await (await engine).search(words, { filters: filters(asked) });
  if (own !== turn) return;
  found = results;
  await show(own);
  if (own !== turn) return;
  const count = found.length === 1 ? "1 result" : `${found.length.toLocaleString("en-GB")} results`;
  const advice = found.length ? "" : " Try fewer or other words, or widen the choices above.";
  say.textContent = `${count} for “${words}”.${advice}`;
}

/** Search, and where that fails say so and leave the lists. */
async function attempt(asked) {
  try {
    await search(asked);
  } catch {
    engine = null;
    say.textContent = "The search could not be loaded. Everything it finds can be looked up here.";
    plain.classList.add("scheme-plain--needed");
  }
}

function asked() {
  const said = new URLSearchParams(new FormData(form));
  for (const name of [...said.keys()]) if (!said.get(name)) said.delete(name);
  return said;
}

/** Put what an address asks for into the form. */
function fill(said) {
  for (const control of form.elements) {
    if (control.type === "checkbox") control.checked = said.getAll(control.name).includes(control.value);
    else if (control.name) control.value = said.get(control.name) ?? "";
  }
}

function again() {
  const said = asked();
  history.pushState(null, "", said.size ? `?${said}` : location.pathname);
  attempt(said);
}

function here() {
  const said = new URLSearchParams(location.search);
  fill(said);
  attempt(said);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  again();
});
form.addEventListener("change", (event) => {
  if (event.target.name !== "q" && byId("q").value.trim()) again();
});
more.addEventListener("click", async () => {
  const first = await show(turn);
  first?.querySelector("a").focus();
});
addEventListener("popstate", here);
here();
