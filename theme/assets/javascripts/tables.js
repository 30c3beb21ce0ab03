// Tables that a reader may sort by any column, and long lists that can be filtered. Without scripts they stay as they are.
"use strict";
{
  const LEAST_TO_FILTER = 12;
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  const element = (tag, properties = {}, ...children) => {
    const found = Object.assign(document.createElement(tag), properties);
    found.append(...children);
    return found;
  };
  const fold = (text) => text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, "");

  /** What a cell is sorted by: its number where it is one; nothing where a dash or a word stands in a number's place. */
  const valueOf = (cell, isFigure) => {
    const text = cell.textContent.trim();
    if (!isFigure) return text;
    const number = Number(text.replaceAll(/[,%+]/g, "").replace("−", "-"));
    return text === "" || Number.isNaN(number) ? null : number;
  };
  const compare = (a, b, direction) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return direction * (typeof a === "number" ? a - b : collator.compare(a, b));
  };

  const sort = (table, column, direction) => {
    const [body] = table.tBodies;
    const isFigure = !table.tHead.rows[0].cells[column].classList.contains("jx-text");
    const rows = [...body.rows].map((row) => ({ row, value: valueOf(row.cells[column], isFigure) }));
    rows.sort((a, b) => compare(a.value, b.value, direction));
    body.append(...rows.map(({ row }) => row));
    for (const [i, head] of [...table.tHead.rows[0].cells].entries()) {
      if (i === column) head.setAttribute("aria-sort", direction < 0 ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  };

  /** Names as the heads' buttons for wide screens, where a third press brings the first order back; a choice above the table for narrow ones, where heads are not seen. */
  const makeSortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    const before = [...table.tBodies[0].rows];
    const restore = () => {
      table.tBodies[0].append(...before);
      for (const head of heads) head.removeAttribute("aria-sort");
    };
    const choice = element("select", {}, new Option("原来的次序", ""));
    for (const [i, head] of heads.entries()) {
      const isText = head.classList.contains("jx-text");
      const title = head.textContent.trim();
      const button = element("button", { type: "button", className: "jx-sort", textContent: title });
      button.addEventListener("click", () => {
        const first = isText ? 1 : -1;
        const now = { ascending: 1, descending: -1 }[head.getAttribute("aria-sort")];
        if (now === -first) restore();
        else sort(table, i, now ? -now : first);
      });
      head.replaceChildren(button);
      for (const [direction, words] of isText ? [[1, "顺序"]] : [[-1, "从大到小"], [1, "从小到大"]]) {
        choice.append(new Option(`${title}，${words}`, `${i} ${direction}`));
      }
    }
    choice.addEventListener("change", () => {
      if (choice.value) sort(table, ...choice.value.split(" ").map(Number));
      else restore();
    });
    return element("label", { className: "jx-sort-choice" }, "排序 ", choice);
  };

  /** A field that leaves those rows (or whatever ``what`` calls them) that hold all of its words. */
  const makeFilter = (rows, what = "行") => {
    const texts = rows.map((row) => fold(row.textContent));
    const field = element("input", { type: "search", autocomplete: "off" });
    const state = element("span", { role: "status" });
    field.addEventListener("input", (event) => {
      if (event.isComposing) return;
      const words = field.value.split(/\s+/).map(fold).filter(Boolean);
      let shown = 0;
      for (const [i, row] of rows.entries()) {
        row.hidden = !words.every((word) => texts[i].includes(word));
        shown += row.hidden ? 0 : 1;
      }
      state.textContent = words.length ? `${shown} ${what}，本页共 ${rows.length} ${what}` : "";
    });
    field.addEventListener("compositionend", () => field.dispatchEvent(new Event("input")));
    return element("span", { className: "jx-filter" }, element("label", {}, "筛选 ", field), " ", state);
  };

  /** A phone shows some columns of a long list; a button shows all of them. */
  const makeFoldable = (table) => {
    const button = element("button", { type: "button", className: "jx-all-columns", textContent: "显示各栏" });
    const tell = () => button.setAttribute("aria-pressed", String(table.classList.contains("jx-all")));
    button.addEventListener("click", () => {
      table.classList.toggle("jx-all");
      tell();
    });
    tell();
    return button;
  };

  const goesOn = document.querySelector(".jx-turns") !== null;
  for (const table of document.querySelectorAll(".jx-table:is(.jx-sortable, .jx-brief)")) {
    const tools = element("div", { className: "jx-tools" });
    const rows = [...table.tBodies[0].rows];
    if (table.classList.contains("jx-sortable")) {
      if (rows.length >= LEAST_TO_FILTER) tools.append(makeFilter(rows));
      tools.append(makeSortable(table));
      if (goesOn && rows.length >= LEAST_TO_FILTER) tools.append(element("span", { className: "jx-of-page", textContent: "排序和筛选只在本页" }));
    }
    if (table.classList.contains("jx-brief")) tools.append(makeFoldable(table));
    table.closest(".jx-table-wrap").before(tools);
  }
  for (const list of document.querySelectorAll(".jx-filterable")) {
    const rows = [...(list.tBodies ?? list.children)];
    const place = list.closest(".jx-table-wrap") ?? list;
    if (rows.length >= LEAST_TO_FILTER) place.before(element("div", { className: "jx-tools" }, makeFilter(rows, "项")));
  }
}
