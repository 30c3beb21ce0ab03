// What is shown, taken away: as CSV, as a workbook, as a table for the clipboard and for paper.
"use strict";
{
  const jixiao = (globalThis.jixiao ??= {});

  /** A text that a spreadsheet might run as a formula, or that begins with an apostrophe, gets an apostrophe before it,
      as in the site's own CSV files: who takes one off again has the exact text. */
  const RUNS = /^(?:'|[ \u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]*[=+\-@\t\r\n＝＋－＠−﹦﹢﹣﹫⁺⁻⁼₊₋₌⩵⩶﬩])/;
  const inert = (text) => (RUNS.test(text) ? `'${text}` : text);
  /** Where a row is from: its page, the site, and on what terms; added to what is taken away as a file. */
  const sourced = (columns, source) => [
    ...columns,
    { key: "address", title: "网址", kind: "text", width: 320, written: (value) => source.base + value },
    ...[["网站", "来源"], ["数据日期", "数据日期"], ["许可", "许可"]]
      .filter(([name]) => source.notes.has(name))
      .map(([name, heading]) => ({ key: "id", title: heading, kind: "text", width: 120, written: () => source.notes.get(name) })),
  ];
  const title = (column) => column.title + (column.unit ?? "");
  const written = (column, entry) => (entry[column.key] === null ? "" : column.written(entry[column.key]));
  const field = (column, entry) => (column.kind === "text" ? inert(written(column, entry)) : written(column, entry));

  /** Comma-separated values with a byte order mark, by which spreadsheets know UTF-8. */
  const csv = (plain, entries, source) => {
    const columns = sourced(plain, source);
    const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const lines = [columns.map(title), ...entries.map((entry) => columns.map((column) => field(column, entry)))];
    return `\ufeff${lines.map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`;
  };

  const sheetOf = (name, columns, entries) => ({
    title: name,
    widths: columns.map((column) => Math.round(column.width / 8)),
    rows: [
      columns.map((column) => ({ kind: "head", value: title(column) })),
      ...entries.map((entry) => columns.map((column) => ({ kind: column.kind, value: written(column, entry) }))),
    ],
  });

  /** A workbook of what is shown, of the groups' sums where there are groups, and of where it is from. */
  const xlsx = (columns, entries, groups, source) => {
    const sheets = [sheetOf("项目", sourced(columns, source).slice(0, columns.length + 1), entries)];
    if (groups.length) sheets.push(sheetOf("小计", groupColumns(), groups));
    const notes = [...source.notes].map(([name, value]) => ({ name, value }));
    sheets.push(sheetOf("说明", [{ key: "name", title: "项", kind: "text", width: 130, written: String }, { key: "value", title: "内容", kind: "text", width: 640, written: String }], notes));
    return jixiao.workbook(sheets);
  };

  const groupColumns = () => [
    { key: "label", title: "分组", kind: "text", width: 240, written: String },
    { key: "count", title: "项目数", kind: "year", width: 80, written: String },
    ...jixiao.columns.filter((column) => (column.kind === "money" || column.kind === "rate") && !column.apart),
  ];

  const tabbed = (columns, entries) => {
    const plain = (text) => text.replaceAll(/[\t\r\n]+/g, " ");
    const lines = [columns.map(title), ...entries.map((entry) => columns.map((column) => plain(field(column, entry))))];
    return lines.map((line) => line.join("\t")).join("\n");
  };

  /** What is shown as an element of its own. */
  const table = (columns, entries) => {
    const found = document.createElement("table");
    found.className = "jx-table";
    const row = (part, tag, shown) => {
      const cells = columns.map((column) => Object.assign(document.createElement(tag), { className: `jx-${column.kind}`, textContent: shown(column) }));
      part.insertRow().append(...cells);
    };
    row(found.createTHead(), "th", (column) => column.title);
    const body = found.createTBody();
    for (const entry of entries) row(body, "td", (column) => jixiao.shown(column, entry));
    return found;
  };

  /** Puts what is shown on the clipboard, as a table and as text; tells whether that worked. It takes the old way,
      since the new one is missing where a page was opened from a folder or without encryption. */
  const copy = (columns, entries) => {
    const put = (event) => {
      event.clipboardData.setData("text/plain", tabbed(columns, entries));
      event.clipboardData.setData("text/html", table(columns, entries).outerHTML);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    document.addEventListener("copy", put, { capture: true, once: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", put, { capture: true });
    return done;
  };

  const save = (content, type, name) => {
    const address = URL.createObjectURL(new Blob([content], { type }));
    const link = Object.assign(document.createElement("a"), { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };

  /** A file's name from words, without signs that some system refuses in names. */
  const fileName = (words, ending) => `${words.join("_").replaceAll(/[\s\\/:*?"<>|\p{C}]+/gu, "-").slice(0, 100)}.${ending}`;

  jixiao.take = { fileName, csv, xlsx, table, copy, save };
}
