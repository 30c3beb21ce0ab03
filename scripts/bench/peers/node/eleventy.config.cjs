// A page per declaration with all fields, lists per unit and year, and a summary.
const path = require("path");
const { rows, wrong } = require("./read.cjs")(path.join(process.env.BENCH_ROOT, "content/projects"), process.env.BENCH_SCHEMA);
if (wrong) process.exit(1);
const escape = (text) => String(text ?? "").replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);
const page = (title, body) => `<!doctype html><html lang="zh"><meta charset="utf-8"><title>${escape(title)}</title><body>${body}</body></html>`;
const shown = (value) => Array.isArray(value) ? `<table>${value.map((row) => `<tr>${Object.values(row).map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`).join("")}</table>`
  : value && typeof value === "object" ? Object.entries(value).map(([key, inner]) => `<h3>${escape(key)}</h3>${shown(inner)}`).join("") : `<p>${escape(value)}</p>`;
const lists = {};
for (const row of rows) for (const key of [`units/${row.unit}`, `years/${row.year}`]) (lists[key] ??= []).push(row);
const link = (row) => `<tr><td><a href="/projects/${row.year}/${row.unit}/${row.slug}/">${escape(row.filed["项目名称"])}</a></td><td>${row.filed["项目当年预算"]}</td></tr>`;
module.exports = (config) => {
  const each = (name, data, permalink, render) => config.addTemplate(`${name}.11ty.js`, { data: () => ({ pagination: { data, size: 1, alias: "item" }, permalink: (d) => permalink(d.item) }), render: (d) => render(d.item) });
  config.addGlobalData("rows", rows);
  config.addGlobalData("lists", Object.keys(lists));
  each("declaration", "rows", (row) => `projects/${row.year}/${row.unit}/${row.slug}/index.html`, (row) =>
    page(row.filed["项目名称"], `<main data-pagefind-body><h1>${escape(row.filed["项目名称"])}</h1>${Object.entries(row.filed).map(([label, value]) => `<h2>${escape(label)}</h2>${shown(value)}`).join("")}</main>`));
  each("list", "lists", (key) => `${key}/index.html`, (key) => page(key, `<h1>${key}</h1><table>${lists[key].map(link).join("")}</table>`));
  config.addTemplate("home.11ty.js", { data: () => ({ permalink: "index.html" }), render: () => page("汇总", `<table>${Object.entries(lists).map(([key, of]) => `<tr><td>${key}</td><td>${of.length}</td><td>${of.reduce((sum, row) => sum + row.filed["项目当年预算"], 0)}</td></tr>`).join("")}</table>`) });
  return { dir: { input: "input", output: process.env.BENCH_OUT } };
};
