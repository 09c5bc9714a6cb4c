"use strict";
// The list of entries: searched, sorted, and shown a page at a time. Text only ever gets
// into the page as text.
(async () => {
  const PAGE = 50;
  const STATUS = ["ok", "partial", "failed"];
  const find = (id) => document.getElementById(id);
  let before = "";
  const packed = Uint8Array.from(atob(find("data").textContent), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const rows = JSON.parse(await new Response(unpacked).text());
  const all = rows.map((row, index) => {
    const name = before.slice(0, row[0]) + row[1];
    before = name;
    const [, , status, bytes, segments, charset, sure, languages, notes, error = ""] = row;
    const text = [name, STATUS[status], charset, languages, notes, error].join("\n").toLowerCase();
    return { index, name, status, bytes, segments, charset, sure, languages, notes, error, text };
  });
  const ORDERS = {
    problems: (a, b) => a.index - b.index,
    name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.index - b.index),
    bytes: (a, b) => b.bytes - a.bytes || a.index - b.index,
    segments: (a, b) => b.segments - a.segments || a.index - b.index,
    sure: (a, b) => a.sure - b.sure || a.index - b.index,
    charset: (a, b) => (a.charset < b.charset ? -1 : a.charset > b.charset ? 1 : a.index - b.index),
  };
  const number = new Intl.NumberFormat("en");
  let found = all;
  let page = 0;

  const element = (tag, name, text) => {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  };

  const show = () => {
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    page = Math.min(Math.max(page, 0), pages - 1);
    const rows = found.slice(page * PAGE, (page + 1) * PAGE).map((row) => {
      const item = document.createElement("li");
      if (row.status) item.append(element("span", "tag", STATUS[row.status]));
      item.append(element("span", "", row.name));
      const charset = row.charset && (row.sure < 100 ? `${row.charset} (${row.sure} %)` : row.charset);
      const what = [`${number.format(row.bytes)} bytes`, `${number.format(row.segments)} segments`, charset, row.languages, row.notes];
      item.append(element("div", "what", what.filter(Boolean).join(" · ")));
      if (row.error) item.append(element("div", "bad", row.error));
      return item;
    });
    find("rows").replaceChildren(...rows);
    find("where").textContent = `${number.format(found.length)} found, page ${page + 1} of ${number.format(pages)}`;
    find("back").disabled = page === 0;
    find("on").disabled = page === pages - 1;
  };

  const search = () => {
    const words = find("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    found = all.filter((row) => words.every((word) => row.text.includes(word)));
    found.sort(ORDERS[find("order").value]);
    page = 0;
    show();
  };
  let waiting = 0;
  find("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  find("order").addEventListener("change", search);
  find("back").addEventListener("click", () => { page -= 1; show(); });
  find("on").addEventListener("click", () => { page += 1; show(); });
  search();
})();
