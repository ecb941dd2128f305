// The dialog of Ctrl-K: any indicator, agency, task or page by typing without diacritics. Its button stands in the menu; the
// dialog itself in the document, so that it opens with the menu folded away. `data` says what ui/frame/jump.py says.

const MOST = 8; // of each kind
const STYLE = `
  .plan-jump-button { display: flex; width: 100%; align-items: center; gap: 0.5rem; padding: 0.35rem 0.6rem; font: inherit;
    font-size: 0.875rem; color: #334b55; background: #fff; border: 1px solid #7b8f98; border-radius: 0.5rem; cursor: pointer; }
  .plan-jump-button:hover { border-color: #0e4f63; color: #0e4f63; }
  .plan-jump-button span { flex: 1; text-align: left; }
  .plan-jump-button kbd, .plan-jump-keys { font: inherit; font-size: 0.75rem; color: #4b6069; }
  dialog.plan-jump { width: min(42rem, calc(100vw - 1.5rem)); max-height: min(38rem, calc(100vh - 4rem)); margin: 8vh auto auto;
    padding: 0; border: 1px solid #cfdadf; border-radius: 0.6rem; box-shadow: 0 1rem 3rem #0004; color: #07151b; background: #fff;
    font-family: inherit; overflow: hidden; }
  dialog.plan-jump[open] { display: flex; flex-direction: column; }
  dialog.plan-jump::backdrop { background: #07151b66; }
  .plan-jump input { font: inherit; font-size: 1.05rem; padding: 0.8rem 1rem; border: 0; border-bottom: 1px solid #cfdadf; outline: none;
    box-shadow: inset 0 -2px 0 #0e4f63; color: inherit; background: inherit; }
  .plan-jump [role='listbox'] { overflow-y: auto; padding: 0.3rem; }
  .plan-jump [role='group'] > span { display: block; padding: 0.5rem 0.7rem 0.15rem; font-size: 0.75rem; font-weight: 600; color: #4b6069; }
  .plan-jump [role='option'] { display: block; padding: 0.4rem 0.7rem; border-radius: 0.35rem; color: inherit; text-decoration: none;
    line-height: 1.3; }
  .plan-jump [role='option'] small { color: #4b6069; margin-left: 0.4rem; }
  .plan-jump [aria-selected='true'] { background: #dcebef; outline: 2px solid #0e4f63; outline-offset: -2px; }
  .plan-jump-keys { padding: 0.4rem 1rem; border-top: 1px solid #e4ebee; display: flex; justify-content: space-between; gap: 1rem; }
`;

// What all mounts of the component share: the latest data and way to tell the server, the dialog, what can be gone to.
const shared = (window.dashboardJump ??= { indexes: new Map() });

/** Return the text as ui words/folding.py compares it: no diacritics, case or punctuation, i for y, short forms spelled out. */
function normal(text, shortForms = {}) {
  const plain = text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
  let words = ` ${plain.replaceAll("&", " va ").replace(/[^a-z0-9]+/g, " ").trim()} `;
  for (const [short, whole] of Object.entries(shortForms)) words = words.replaceAll(` ${short} `, ` ${whole} `);
  return words.trim().replaceAll("y", "i");
}

/** Fetch what can be gone to, once a language; what fails may be tried again. */
async function index() {
  const { index: address } = shared.now.data;
  if (!shared.indexes.has(address)) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    shared.indexes.set(address, await answer.json());
  }
  return shared.indexes.get(address);
}

/** Return the entries that hold the beginning of every word, those whose name begins with what was typed first. */
function matching(entries, typed, found) {
  const words = typed.split(" ").filter(Boolean);
  const held = entries.filter((entry) => words.every((word) => ` ${found(entry)}`.includes(` ${word}`)));
  const rank = (entry) => {
    const name = normal(entry[0]);
    return name.startsWith(typed) ? 0 : words.every((word) => ` ${name}`.includes(` ${word}`)) ? 1 : 2;
  };
  return held.map((entry) => [rank(entry), entry]).sort((one, other) => one[0] - other[0]).map(([, entry]) => entry);
}

/** Return what is found for the text, by kind. */
function groups(text, known) {
  const { data } = shared.now;
  const typed = normal(text, known?.shortForms);
  const pages = matching(data.pages, typed, ([name]) => normal(name)).map(([name, path]) => ({ name, path, note: "", query: {} }));
  const found = [{ name: data.words.pages, options: typed ? pages.slice(0, MOST) : pages }];
  for (const kind of typed && known ? known.kinds : []) {
    const entries = matching(kind.entries, typed, (entry) => entry[3]).slice(0, MOST);
    found.push({
      name: kind.name,
      options: entries.map(([name, note, id]) => ({ name, note, path: kind.path, query: { [kind.key]: id } })),
    });
  }
  // Where a name begins with what was typed, that kind comes first.
  const isMeant = (group) => typed && group.options.some((option) => normal(option.name).startsWith(typed));
  return found.filter((group) => group.options.length).sort((one, other) => isMeant(other) - isMeant(one));
}

function address({ path, query }) {
  const { data } = shared.now;
  const asked = new URLSearchParams(window.location.search);
  const kept = new URLSearchParams([...asked].filter(([name]) => data.carried.includes(name)));
  for (const [name, text] of Object.entries(query)) kept.set(name, text);
  return `${data.base}/${path}${kept.size ? `?${kept}` : ""}`;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function dialog() {
  if (shared.dialog) return shared.dialog;
  document.head.append(element("style", {}, STYLE));
  const field = element("input", {
    type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "plan-jump-list", "aria-autocomplete": "list",
    autocomplete: "off", spellcheck: "false",
  });
  const list = element("div", { role: "listbox", id: "plan-jump-list", tabindex: "-1" });
  const count = element("span", { role: "status" });
  const keys = element("span", { "aria-hidden": "true" });
  const made = element("dialog", { class: "plan-jump", translate: "no" }, field, list, element("div", { class: "plan-jump-keys" }, count, keys));
  document.body.append(made);
  shared.dialog = Object.assign(made, { field, list, count, keys });
  field.addEventListener("input", fill);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose((made.chosen ?? -1) + step);
    else if (event.key === "Home" && event.ctrlKey) choose(0);
    else if (event.key === "Enter") options()[made.chosen]?.click();
    else return;
    event.preventDefault();
  });
  made.addEventListener("click", (event) => event.target === made && made.close());
  made.addEventListener("keydown", (event) => event.stopPropagation()); // letters typed here are no keys of the page
  return made;
}

const options = () => [...shared.dialog.list.querySelectorAll("[role='option']")];

function choose(place) {
  const all = options();
  const { field } = shared.dialog;
  shared.dialog.chosen = all.length ? (place + all.length) % all.length : undefined;
  all.forEach((option, number) => option.setAttribute("aria-selected", String(number === shared.dialog.chosen)));
  const chosen = all[shared.dialog.chosen];
  if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
  else field.removeAttribute("aria-activedescendant");
  chosen?.scrollIntoView({ block: "nearest" });
}

function go(event, option) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own, as with any link
  event.preventDefault();
  shared.dialog.close();
  shared.now.setTriggerValue("to", { path: option.path, query: option.query });
}

/** Show what is found for what was typed. */
function fill() {
  const { field, list, count } = shared.dialog;
  const { data } = shared.now;
  const found = groups(field.value, shared.indexes.get(data.index));
  let number = 0;
  list.replaceChildren(
    ...found.map((group) =>
      element(
        "div",
        { role: "group", "aria-label": group.name },
        element("span", { "aria-hidden": "true" }, group.name),
        ...group.options.map((option) => {
          const note = option.note ? [element("small", {}, option.note)] : [];
          const attributes = { role: "option", id: `plan-jump-${number++}`, tabindex: "-1", href: address(option), "aria-selected": "false" };
          const link = element("a", attributes, option.name, ...note);
          link.addEventListener("click", (event) => go(event, option));
          link.addEventListener("mousemove", () => choose(options().indexOf(link)));
          return link;
        }),
      ),
    ),
  );
  count.textContent = number ? data.words.found.replace("{count}", number) : data.words.nothing;
  list.scrollTop = 0;
  choose(0);
}

function open() {
  const made = dialog();
  const { words } = shared.now.data;
  made.setAttribute("aria-label", words.title);
  made.field.setAttribute("aria-label", words.title);
  made.list.setAttribute("aria-label", words.title);
  made.field.placeholder = words.hint;
  made.keys.textContent = words.keys;
  made.field.value = "";
  if (!made.open) made.showModal();
  made.field.focus();
  fill();
  index().then(fill, (error) => console.warn(error)); // pages can be gone to all the same
}

if (!shared.listens) {
  shared.listens = true;
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    if (!shared.now) return;
    event.preventDefault();
    if (shared.dialog?.open) shared.dialog.close();
    else open();
  }, true);
}

export default function ({ data, parentElement, setTriggerValue }) {
  shared.now = { data, setTriggerValue };
  dialog();
  let button = parentElement.querySelector(".plan-jump-button");
  if (!button) {
    button = element("button", { type: "button", class: "plan-jump-button", "aria-haspopup": "dialog" });
    button.addEventListener("click", open);
    parentElement.append(button);
  }
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  button.setAttribute("title", data.words.title);
  button.setAttribute("aria-keyshortcuts", isMac ? "Meta+K" : "Control+K");
  button.replaceChildren(element("span", {}, `${data.words.button}…`), element("kbd", {}, isMac ? "⌘ K" : "Ctrl K"));
  button.dataset.drawn = "true";
}
