// Puts a matrix of our own making into its box and makes every sign a link: the row's indicator in the column's province.
// `data` is the HTML of ui/parts/province_matrix.py as UTF-8; `data-told` on it has the provinces, the statuses and the search's words.

const FIRST = 2; // columns before the provinces: the indicator, its number of red

/** Return the text as it is compared: no diacritics, case or punctuation, i for y. */
function folded(text) {
  const plain = text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
  return plain.replace(/[^a-z0-9]+/g, " ").trim().replaceAll("y", "i");
}

/** Whether the name has, for every word typed, one that begins with it. */
const holds = (name, typed) => typed.split(" ").every((word) => ` ${folded(name)}`.includes(` ${word}`));

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Make the sign in a cell a link with its status in words. */
function link(cell, row, [province, name], statuses) {
  const sign = cell.textContent;
  const [word, estimate, tint] = statuses[sign];
  const told = cell.firstElementChild ? estimate : word;
  const address = new URL(row.href);
  address.searchParams.set("province", province);
  const made = element("a", { href: address.pathname + address.search, target: "_self", title: `${name}: ${told}` },
    element("span", { ariaHidden: "true", className: cell.firstElementChild ? "plan-estimate" : "", textContent: sign }),
    element("span", { className: "plan-read", textContent: `${name}: ${told}` }));
  made.style.background = tint;
  cell.replaceChildren(made);
}

/** Put the search above the table: it leaves the provinces and rows whose names hold what is typed. */
function searchable(matrix, rows, { provinces, search }) {
  const said = element("span", { className: "plan-muted" });
  said.setAttribute("role", "status");
  const input = element("input", { type: "search", autocomplete: "off" });
  const heads = [...matrix.querySelectorAll("thead th")];
  input.addEventListener("input", () => {
    const typed = folded(input.value);
    const columns = provinces.map(([, name], place) => holds(`${name} ${heads[place + FIRST].textContent}`, typed));
    const lines = rows.map((row) => holds(row.cells[0].textContent, typed));
    const [hasColumn, hasLine] = [columns.includes(true), lines.includes(true)];
    const isShown = (place) => !hasColumn || columns[place];
    for (const cells of [heads, ...rows.map((row) => row.cells)])
      provinces.forEach((_, place) => (cells[place + FIRST].hidden = !isShown(place)));
    rows.forEach((row, place) => (row.hidden = hasLine && !lines[place]));
    const count = search.shown.replace("{provinces}", provinces.filter((_, place) => isShown(place)).length)
      .replace("{rows}", rows.filter((row) => !row.hidden).length);
    said.textContent = !typed ? "" : hasColumn || hasLine ? count : search.none;
  });
  matrix.prepend(element("label", { className: "plan-search" }, element("span", { textContent: search.label }), input), said);
}

export default function ({ data, parentElement }) {
  let box = parentElement.querySelector(".plan-matrix-box");
  if (!box) parentElement.append((box = element("div", { className: "plan-matrix-box" })));
  const text = new TextDecoder().decode(data);
  if (text === box.text) return;
  box.text = text;
  box.innerHTML = text;
  const matrix = box.firstElementChild;
  const told = JSON.parse(matrix.dataset.told);
  const rows = [...matrix.querySelectorAll("tbody tr")];
  for (const row of rows)
    told.provinces.forEach((province, place) => {
      const cell = row.cells[place + FIRST];
      if (cell.textContent) link(cell, row.cells[0].querySelector("a"), province, told.statuses);
    });
  if (told.search) searchable(matrix, rows, told);
  box.dataset.drawn = "true";
}
