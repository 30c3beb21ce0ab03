// The table itself: Tabulator, given our columns, cells made of text nodes alone, and words for those who listen.
"use strict";
{
  const jixiao = (globalThis.jixiao ??= {});
  const element = (tag, properties = {}, ...children) => {
    const found = Object.assign(document.createElement(tag), properties);
    found.append(...children);
    return found;
  };

  /** Tabulator makes and moves elements anew when rows are drawn, groups open, or the window changes: what was focused
      is known by its name, and the one that takes its place gets the focus. */
  const named = (part, name) => {
    part.dataset.focus = name;
    return part;
  };
  const keepFocus = (place) => {
    let focused;
    document.addEventListener("focusin", ({ target }) => {
      focused = place.contains(target) ? target.dataset.focus : undefined;
    });
    document.addEventListener("pointerdown", () => {
      focused = undefined;
    });
    new MutationObserver(() => {
      if (focused === undefined || document.activeElement !== document.body) return;
      place.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }).observe(place, { childList: true, subtree: true });
  };

  const cellOf = (column, root) => (cell) => {
    const entry = cell.getData();
    cell.getElement().setAttribute("role", "cell");
    const shown = jixiao.shown(column, entry);
    if (column.key !== "name") return document.createTextNode(shown);
    const year = element("small", { className: "jx-name-year", textContent: ` ${entry.year}年` });
    const unit = element("small", { className: "jx-name-unit", textContent: ` ${entry.unit}` });
    const link = element("a", { href: root + entry.address, textContent: shown });
    return element("span", {}, named(link, `name ${entry.id}`), year, unit);
  };

  /** The head's words as a button, by which the column is sorted from the keyboard as well. */
  const headOf = (column) => () =>
    named(element("button", { type: "button", className: "jx-grid-sort", textContent: column.title }), `sort ${column.key}`);

  const isFigure = (column) => ["money", "rate", "number"].includes(column.kind);

  /** A width in px for the theme's usual size of letters, as the page has it: on wide screens they are larger. */
  const scaled = (width) => Math.round((width * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)) / 20);

  /** How wide a column is: as it says or, within bounds, as its longest amount; a still longer one is in two lines. */
  const widthOf = (column, entries, font) => {
    const width = scaled((jixiao.isNarrow() && column.narrow) || column.width);
    if (column.kind !== "money") return width;
    const longest = entries.reduce((most, entry) => Math.max(most, jixiao.shown(column, entry).length), 0);
    const ruler = Object.assign(document.createElement("canvas").getContext("2d"), { font });
    const needed = Math.ceil(ruler.measureText("0").width * longest) + scaled(18);
    return Math.max(width, Math.min(needed, scaled(jixiao.isNarrow() ? 118 : 170)));
  };

  /** The names take the room that is left. */
  const definition = (column, root, shown, width) => ({
    field: column.key,
    title: column.title,
    titleFormatter: headOf(column),
    formatter: cellOf(column, root),
    sorter: jixiao.sorter(column),
    headerSortStartingDir: column.kind === "text" ? "asc" : "desc",
    hozAlign: isFigure(column) ? "right" : "left",
    headerHozAlign: isFigure(column) ? "right" : "left",
    [column.key === "name" ? "minWidth" : "width"]: width,
    headerWordWrap: true,
    resizable: false,
    visible: shown.includes(column.key),
    cssClass: `jx-grid-${column.kind}`,
  });

  /** The first column: a box to tick for setting declarations side by side. */
  const picker = (picks) => ({
    title: "对照",
    titleFormatter: () => document.createTextNode("对照"),
    headerSort: false,
    width: scaled(46),
    hozAlign: "center",
    resizable: false,
    formatter: (cell) => {
      const { id, name, year } = cell.getData();
      cell.getElement().setAttribute("role", "cell");
      const box = element("input", { type: "checkbox", checked: picks.has(id) });
      box.setAttribute("aria-label", `对照：${name}（${year}年）`);
      box.addEventListener("change", () => picks.toggle(id, box));
      return named(box, `pick ${id}`);
    },
  });

  /** The head of a group: its name, how many, and its sums; a button opens and closes it. */
  const groupHead = (value, count, entries, component) => {
    const { known, budget, comparable, prior, change, growth, rate, comprises } = jixiao.aggregate(entries);
    const { money } = jixiao;
    const words = [`${count} 个项目`, `当年预算 ${money.amount(budget)} 元`];
    if (known && known < count) words.push(`可比项目 ${known} 个，当年预算 ${money.amount(comparable)} 元`);
    if (prior !== null) words.push(`上年预算额 ${money.amount(prior)} 元`);
    if (change !== null) words.push(`增减 ${money.change(change)} 元`);
    if (growth) words.push(`增减率 ${money.growth(growth)}`);
    if (rate) words.push(`上年执行率 ${money.rate(rate)}`);
    if (comprises.size > 1) words.push(`含 ${comprises.size} 种口径的当年预算，不宜直接比较`);
    component._group.element.setAttribute("role", "row");
    const button = element("button", { type: "button", className: "jx-grid-group", textContent: jixiao.groupLabel(value) });
    button.setAttribute("aria-expanded", String(component.isVisible()));
    button.addEventListener("click", () => component.toggle());
    const cell = element("div", { className: "jx-grid-subtotal" }, named(button, `group ${value}`), ` ${words.join("　")}`);
    cell.setAttribute("role", "cell");
    return cell;
  };

  jixiao.groupLabel = (value) => (typeof value === "number" ? `${value}年` : value || jixiao.none);

  /** Says what it is: a table to read, and no grid of cells to move in with the arrow keys, which Tabulator calls it. */
  const describe = (place) => {
    place.setAttribute("role", "table");
    place.setAttribute("aria-label", "项目");
    place.removeAttribute("aria-owns");
    place.querySelector(".tabulator-tableholder").removeAttribute("tabindex");
  };

  /** Makes the table in a place; ``root`` leads to the site's root. */
  jixiao.grid = (place, entries, { root, columns, picks, sort }) => {
    place.classList.add("tabulator"); // now, since widths depend on its letters
    const { fontFamily, fontSize } = getComputedStyle(place);
    const font = `${Number.parseFloat(fontSize) || 14}px ${fontFamily}`;
    const table = new globalThis.Tabulator(place, {
      data: entries,
      index: "id",
      columns: [picker(picks), ...jixiao.columns.map((column) => definition(column, root, columns, widthOf(column, entries, font)))],
      layout: "fitColumns",
      maxHeight: "70vh",
      columnHeaderSortMulti: false,
      headerSortElement: "",
      initialSort: sort ? [sort] : [],
      groupHeader: groupHead,
      groupToggleElement: false,
      groupStartOpen: true,
      placeholder: element("p", { className: "jx-grid-none", textContent: "没有符合条件的项目。" }),
      movableColumns: false,
      debugInvalidOptions: true,
    });
    table.on("tableBuilt", () => describe(place));
    keepFocus(place);
    return table;
  };
}
