// Draws one plotly figure into a box that stays while figures come and go: Plotly.react changes it in place.
// `data` is the figure as UTF-8 JSON: {alt, isFollowed, data, layout}, see figures/drawing.py.
// The box stands in a shadow tree: the page's nine hundred rules are not matched against a figure's thousands of marks.

const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false };
const FONT = "12px 'Inter Tabular'";
const PATIENCE = 300; // milliseconds a figure waits for the next one of its page
// What A4 holds within the margins of ui/frame/style.py, in pixels, and how much of a figure paper keeps together.
const PAPER = { upright: { width: 700, height: 960 }, across: { width: 1028, height: 640 } };
const PART = 210;
const NARROW = 400; // the width of a phone's page: below it a figure with `meta.folds` is a list that opens
const AS_LIST = `
  details { border-bottom: 1px solid #e4ebee; }
  summary { padding: 0.55rem 0.2rem; font-size: 0.93rem; line-height: 1.35; cursor: pointer; }
  summary small { display: block; margin-left: 1rem; color: #4b6069; font-size: 0.85rem; }
  summary:focus-visible { outline: 2px solid #0e4f63; }
`;
const ON_PAPER = `
  .plan-paper { display: none; }
  .plan-part { break-inside: avoid; }
  @media print {
    .plan-picture { display: none; }
  }
  @media print and (orientation: portrait) { .plan-paper.upright { display: block; } }
  @media print and (orientation: landscape) { .plan-paper.across { display: block; } }
`;
// Where the reader's own colours replace those of a page, a picture keeps its own, and the ground they are read on.
const ON_ITS_GROUND = `@media (forced-colors: active) { .plan-picture { forced-color-adjust: none; background: #fff; } }`;

// Of all pictures, whose scripts are several: their boxes (late_table.js looks at them), and those that wait for the next.
const shared = (window.dashboardPictures ??= { boxes: new Set(), waiting: new Set(), open: new Set() });

/** Load plotly.js and the font it measures words with, once for all pictures; a failure may be tried again. */
function plotly() {
  window.dashboardPlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const base = window.__streamlit?.BACKEND_BASE_URL ?? window.location.origin;
    script.src = `${base.replace(/\/+$/, "")}/app/static/LIBRARY`;
    script.onload = () => document.fonts.load(FONT).finally(() => resolve(window.Plotly));
    script.onerror = () => {
      window.dashboardPlotly = undefined;
      reject(new Error(script.src));
    };
    document.head.append(script);
  });
  return window.dashboardPlotly;
}

/** Return the layout at a width: what `meta` keeps in pixels is not stretched, see figures/drawing.py. */
function atWidth(layout, width) {
  const { gutters } = layout.meta ?? {};
  if (!gutters) return { ...layout, width };
  const bar = Math.max(width - gutters.left - gutters.right, 40);
  const range = [-gutters.left / bar, 1 + gutters.right / bar];
  return { ...layout, width, xaxis: { ...layout.xaxis, range } };
}

/** Give the shadow tree the rules that plotly.js writes into the document. */
function style(root) {
  if (root.adoptedStyleSheets.length) return;
  if (!shared.style) {
    const rules = document.getElementById("plotly.js-style-global").sheet.cssRules;
    shared.style = new CSSStyleSheet();
    shared.style.replaceSync([...rules].map((rule) => rule.cssText).join("\n") + ON_PAPER + AS_LIST + ON_ITS_GROUND);
  }
  root.adoptedStyleSheets = [shared.style];
}

/** Draw a part of a figure into an element of its own. */
function drawPart(element, { data, layout }, width, { height, range }, config) {
  const shown = range ? data.map((trace) => between(trace, range)) : data;
  const yaxis = range ? { ...layout.yaxis, range } : layout.yaxis;
  return window.Plotly.newPlot(element, shown, { ...atWidth(layout, width), height, yaxis }, config);
}

/** Put a line for each indicator in place of the figure; a line opens to its part, which is drawn then. */
function drawFolded(box) {
  const { layout } = box.figure;
  const found = parts(layout, 0, 0);
  const folds = layout.meta.folds.map(({ name, sign, colour, told }, position) => {
    const fold = document.createElement("details");
    const line = document.createElement("summary");
    const mark = document.createElement("span");
    mark.textContent = `${sign} `;
    mark.style.color = colour;
    mark.ariaHidden = "true";
    const counted = document.createElement("small");
    counted.textContent = told;
    line.append(mark, name, counted);
    const part = document.createElement("div");
    fold.append(line, part);
    fold.addEventListener("toggle", () => {
      shared.open[fold.open ? "add" : "delete"](name); // of all pictures: with other figures it may stand in the other column
      if (fold.open && !part.childElementCount) drawPart(part, box.figure, box.width, found[position], CONFIG);
    });
    fold.open = shared.open.has(name);
    return fold;
  });
  unfold(box);
  box.replaceChildren(...folds);
  box.style.height = "auto";
  box.classList.add("plan-folded");
}

/** Let go of what a box shows as a list, or as one figure. */
function unfold(box) {
  for (const part of box.querySelectorAll("details > div")) window.Plotly.purge(part);
  if (box.classList.contains("js-plotly-plot")) window.Plotly.purge(box);
  box.replaceChildren();
  box.classList.remove("plan-folded", "js-plotly-plot");
  box.style.height = `${box.figure.layout.height}px`;
}

/** Draw the box's figure at its width, unless it stands there already. */
async function draw(box) {
  const wanted = `${box.width} ${box.text}`;
  if (!box.width || wanted === box.wanted) return;
  box.wanted = wanted;
  const Plotly = window.Plotly ?? (await plotly().catch(() => null));
  if (wanted !== box.wanted || !box.isConnected) return;
  if (!Plotly) {
    box.wanted = undefined;
    box.textContent = box.getAttribute("aria-label");
    return;
  }
  const { data, layout } = box.figure;
  const width = Math.max(box.width, layout.meta?.least ?? 0);
  const isScrolled = width > box.width;
  box.style.overflowX = isScrolled ? "auto" : "";
  box.tabIndex = isScrolled ? 0 : -1;
  style(box.getRootNode());
  if (layout.meta?.folds && box.width < NARROW) {
    drawFolded(box);
    box.dataset.drawn = "true";
    return;
  }
  if (box.classList.contains("plan-folded")) unfold(box);
  await Plotly.react(box, data, atWidth(layout, width), CONFIG);
  box.dataset.drawn = "true";
}

function drawWaiting() {
  clearTimeout(shared.timer);
  const boxes = [...shared.waiting];
  shared.waiting.clear();
  boxes.forEach(draw);
}

/** Return the parts of a figure that paper may come between, each {height, range}: indicators together while they hold in `together` pixels. */
function parts(layout, most, together = PART) {
  const { breaks } = layout.meta ?? {};
  if (!breaks) return [{ height: Math.min(layout.height, most) }];
  const [low, top] = layout.yaxis.range; // one unit is one pixel: see figures/drawing.py
  const found = [];
  let start = 0;
  breaks.forEach((end, position) => {
    const next = breaks[position + 1];
    if (next !== undefined && next - start <= together) return;
    const last = next === undefined ? top - low : end;
    found.push({ height: last - start, range: [top - last, top - start] });
    start = last;
  });
  return found;
}

/** Return the trace with those points alone that stand between two heights; a gap in a line has none and stays. */
function between(trace, [low, top]) {
  const isKept = trace.y.map((y) => y === null || (low <= y && y <= top));
  const kept = (value) => (Array.isArray(value) && value.length === isKept.length ? value.filter((_, i) => isKept[i]) : value);
  const part = Object.fromEntries(Object.entries(trace).map(([key, value]) => [key, kept(value)]));
  if (!trace.marker) return part;
  return { ...part, marker: { ...trace.marker, color: kept(trace.marker.color), symbol: kept(trace.marker.symbol) } };
}

/** Draw the box's figure anew for paper, upright and across; the rules of `style` show the one that fits. */
function drawForPaper(box) {
  const { layout } = box.figure;
  box.papers = Object.entries(PAPER).map(([form, paper]) => {
    const sheet = document.createElement("div");
    sheet.className = `plan-paper ${form}`;
    const width = Math.max(paper.width, layout.meta?.least ?? 0);
    sheet.style.zoom = paper.width / width;
    box.after(sheet);
    for (const shown of parts(layout, paper.height)) {
      const part = document.createElement("div");
      part.className = "plan-part";
      sheet.append(part);
      drawPart(part, box.figure, width, shown, { staticPlot: true });
    }
    return sheet;
  });
}

window.addEventListener("beforeprint", () => {
  for (const box of shared.boxes) if (window.Plotly && box.isConnected && box.dataset.drawn === "true" && !box.papers) drawForPaper(box);
});
window.addEventListener("afterprint", () => {
  for (const box of shared.boxes) {
    for (const sheet of box.papers ?? []) {
      for (const part of sheet.children) window.Plotly.purge(part);
      sheet.remove();
    }
    delete box.papers;
  }
});

/** Draw the figures of a page together, when the last one is here: the page is laid out and painted once for all. */
function drawTogether(box) {
  shared.waiting.add(box);
  clearTimeout(shared.timer);
  if (box.figure.isFollowed) shared.timer = setTimeout(drawWaiting, PATIENCE);
  else drawWaiting();
}

/** Make the box, and follow its width. */
function boxIn(parent) {
  const box = document.createElement("div");
  box.className = "plan-picture";
  box.setAttribute("role", "figure");
  shared.boxes.add(box);
  parent.append(box);
  box.width = box.clientWidth;
  box.follower = new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (width === box.width) return; // only the height changed, for a figure that is on its way
    box.width = width;
    draw(box);
  });
  box.follower.observe(box);
  return box;
}

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".plan-picture") ?? boxIn(parentElement);
  const text = new TextDecoder().decode(data);
  if (text !== box.text) {
    box.text = text;
    box.figure = JSON.parse(text);
    box.dataset.drawn = "false";
    box.setAttribute("aria-label", box.figure.alt);
    if (!box.classList.contains("plan-folded")) box.style.height = `${box.figure.layout.height}px`;
  }
  drawTogether(box);
  return () => {
    box.follower.disconnect();
    shared.boxes.delete(box);
    shared.waiting.delete(box);
    if (window.Plotly) unfold(box);
  };
}
