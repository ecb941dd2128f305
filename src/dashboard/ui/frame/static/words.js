// Streamlit's own words, for which it has no setting, in the language of the address; and that language on the document.
(() => {
  const vietnamese = new Map(
    Object.entries({
      "Skip to main content": "Đến nội dung chính",
      Sidebar: "Thanh bên",
      "Expand sidebar": "Mở thanh bên",
      "Collapse sidebar": "Thu gọn thanh bên",
      "Main menu": "Trình đơn chính",
      Open: "Mở",
      Close: "Đóng",
      "Link to heading": "Liên kết tới mục này",
      "Clear all": "Bỏ chọn tất cả",
      "Clear value": "Xoá lựa chọn",
      "Clear selection": "Xoá lựa chọn",
      "No results": "Không tìm thấy",
      "No options to select": "Không có lựa chọn nào",
      "Select all": "Chọn tất cả",
      Loading: "Đang tải",
      "Loading...": "Đang tải…",
      "Running...": "Đang tính…",
      Stop: "Dừng",
      Upload: "Chọn tệp",
      "Drag and drop file here": "Kéo tệp vào đây",
      "Drag and drop files here": "Kéo các tệp vào đây",
      "Copy to clipboard": "Sao chép",
      Copied: "Đã sao chép",
      "Press Enter to apply": "Nhấn Enter để áp dụng",
      "Press Ctrl+Enter to apply": "Nhấn Ctrl+Enter để áp dụng",
      "Please wait...": "Vui lòng chờ…",
      "Connection error": "Mất kết nối",
      Fullscreen: "Toàn màn hình",
      "Close fullscreen": "Thu nhỏ",
    }),
  );
  const patterns = [
    [/^(\d+) options? available\.$/, "Có $1 lựa chọn."],
    [/^Remove (.+)$/, "Bỏ $1"],
    [/^Clear (.+)$/, "Xoá $1"],
    [/^(?:Limit )?(\d+(?:\.\d+)?)\s?MB per file( • .+)?( •)?$/, "Tối đa $1 MB mỗi tệp$2"],
    [/^File must be (\d+(?:\.\d+)?)\s?MB or smaller\.?$/, "Tệp không được quá $1 MB."],
    [/^Selected (.+)\. (.+)$/, "Đang chọn $1"],
  ];
  const attributes = ["aria-label", "title", "placeholder"];
  const named = attributes.map((name) => `[${name}]`).join(", ");
  const skipped = ".plan-scroll, svg, script, style, textarea, [translate='no']";
  const originals = new WeakMap(); // node -> what Streamlit wrote and what we wrote, by attribute ("" is the text)

  /** Return the Vietnamese of one of Streamlit's texts, null for all other text. */
  function translated(text) {
    const known = vietnamese.get(text.trim());
    if (known) return known;
    for (const [pattern, words] of patterns) {
      if (pattern.test(text.trim())) return text.trim().replace(pattern, words);
    }
    return null;
  }

  /** Bring one text into the language, remembering what stood there; what Streamlit wrote since counts anew. */
  function settle(node, name, text, write, isEnglish) {
    const kept = originals.get(node) ?? {};
    const original = kept[name] && kept[name].ours === text ? kept[name].theirs : text;
    const ours = isEnglish ? original : (translated(original) ?? original);
    if (ours === text) return;
    kept[name] = { theirs: original, ours };
    originals.set(node, kept);
    write(ours);
  }

  function settleAttributes(element, isEnglish) {
    for (const name of attributes) {
      const text = element.getAttribute(name);
      if (text) settle(element, name, text, (words) => element.setAttribute(name, words), isEnglish);
    }
  }

  function settleText(node, isEnglish) {
    if (node.data.length < 80) settle(node, "", node.data, (words) => (node.data = words), isEnglish);
  }

  /** Settle a node and all that stands in it. */
  function settleTree(root, isEnglish) {
    const element = root.nodeType === Node.TEXT_NODE ? root.parentElement : root;
    if (!root.isConnected || !element?.closest) return;
    if (root !== element) {
      if (!element.closest(skipped)) settleText(root, isEnglish);
      return;
    }
    if (element.matches(named)) settleAttributes(element, isEnglish);
    for (const inner of element.querySelectorAll(named)) settleAttributes(inner, isEnglish);
    if (element.closest(skipped)) return;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      return node.matches(skipped) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    });
    while (walker.nextNode()) settleText(walker.currentNode, isEnglish);
  }

  let wasEnglish;
  let changed = new Set();

  /** Settle what changed since the last time; everything when the language did. */
  function settleChanged() {
    const isEnglish = new URLSearchParams(location.search).get("lang") === "en";
    const roots = wasEnglish === isEnglish ? changed : [document.documentElement];
    wasEnglish = isEnglish;
    changed = new Set();
    // Writing the same language again would cost as much: the browser styles the whole document anew.
    const lang = isEnglish ? "en" : "vi";
    if (document.documentElement.lang !== lang) document.documentElement.lang = lang;
    for (const root of roots) settleTree(root, isEnglish);
  }

  // Pictures are drawn first; a word may be Streamlit's own for a fifth of a second.
  const soon = (act) => (window.requestIdleCallback ? requestIdleCallback(act, { timeout: 200 }) : setTimeout(act, 50));
  let isWaiting = false;
  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === "childList") for (const node of addedNodes) changed.add(node);
      else changed.add(target);
    }
    if (isWaiting) return;
    isWaiting = true;
    soon(() => {
      isWaiting = false;
      settleChanged();
    });
  });
  const changes = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes };
  observer.observe(document.documentElement, changes);
})();
