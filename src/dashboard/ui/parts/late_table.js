// Puts a table of our own making into its box once every picture on the page is painted: a long one takes the browser
// longer than a picture, and must not come before it. `data` is the table's HTML as UTF-8, see ui/tables.py.

const PATIENCE = 3000; // milliseconds after which the table comes whatever the pictures do
const LOOK_EVERY = 40;

function boxIn(parent) {
  const box = document.createElement("div");
  box.className = "plan-late";
  parent.append(box);
  return box;
}

/** Fill the box with the text it waits for, unless another one has come meanwhile. */
function fill(box, text, since) {
  if (box.text !== text) return;
  const pictures = [...(window.dashboardPictures?.boxes ?? [])];
  const isDrawing = pictures.some((picture) => picture.isConnected && picture.dataset.drawn !== "true");
  if (isDrawing && performance.now() - since < PATIENCE) {
    setTimeout(() => fill(box, text, since), LOOK_EVERY);
    return;
  }
  const put = () => {
    if (box.text !== text) return;
    box.innerHTML = text;
    box.dataset.drawn = "true";
  };
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(put))); // the last picture is on the screen by then
}

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".plan-late") ?? boxIn(parentElement);
  const text = new TextDecoder().decode(data);
  if (text === box.text) return;
  box.text = text;
  box.dataset.drawn = "false";
  setTimeout(() => fill(box, text, performance.now()), LOOK_EVERY);
}
