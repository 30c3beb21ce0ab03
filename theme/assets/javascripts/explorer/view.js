// What the reader set: the words, choices, ranges, order, groups and columns; kept in the address behind its #.
"use strict";
{
  const jixiao = (globalThis.jixiao ??= {});
  const { money } = jixiao;
  const isNarrow = (jixiao.isNarrow = () => matchMedia("(max-width: 44.9375em)").matches);
  const usualColumns = () => jixiao.columns.filter((column) => (isNarrow() ? column.narrow : !column.spare)).map((column) => column.key);
  const RANGES = { budget: 10000n, growth: 1n, rate: 1n };
  const CHOICES = ["year", "unit", ...jixiao.dimensions.map(({ id }) => id)];

  const usual = () => ({ q: "", group: "", sort: "", ...Object.fromEntries(CHOICES.map((key) => [key, ""])) });

  /** The view that an address names; what it does not name, or wrongly, is as usual. */
  const read = (hash) => {
    const parts = new URLSearchParams(hash.replace(/^#/, ""));
    const view = usual();
    for (const key of ["q", ...CHOICES]) view[key] = parts.get(key) ?? "";
    for (const key of Object.keys(RANGES)) {
      const [least = "", most = ""] = (parts.get(key) ?? "").split("..");
      view[`${key}-least`] = least;
      view[`${key}-most`] = most;
    }
    const known = jixiao.columns.map((column) => column.key);
    view.group = CHOICES.includes(parts.get("group")) ? parts.get("group") : "";
    view.sort = /^(\w+)-(asc|desc)$/.test(parts.get("sort")) && known.includes(parts.get("sort").split("-")[0]) ? parts.get("sort") : "";
    const columns = (parts.get("columns") ?? "").split(".").filter((key) => known.includes(key));
    view.columns = columns.length ? columns : usualColumns();
    return view;
  };

  /** The address of a view; empty for the usual one. */
  const write = (view) => {
    const parts = new URLSearchParams();
    for (const key of ["q", ...CHOICES]) if (view[key]) parts.set(key, view[key]);
    for (const key of Object.keys(RANGES)) {
      const range = [view[`${key}-least`], view[`${key}-most`]];
      if (range.some(Boolean)) parts.set(key, range.join(".."));
    }
    for (const key of ["group", "sort"]) if (view[key]) parts.set(key, view[key]);
    if (view.columns.join() !== usualColumns().join()) parts.set("columns", view.columns.join("."));
    return parts.toString();
  };

  /** The limit that a text sets: nothing where it is empty, ``undefined`` where it is no number. */
  const limit = (key, text) => (text.trim() ? money.read(text, RANGES[key]) ?? undefined : null);

  const within = (key, view) => {
    const [least, most] = ["least", "most"].map((end) => limit(key, view[`${key}-${end}`]) ?? null);
    if (least === null && most === null) return () => true;
    const side = key === "budget" ? money.compare : money.compareToLimit;
    return (value) =>
      value !== null && (least === null || side(value, least) >= 0) && (most === null || side(value, most) <= 0);
  };

  /** Whether an entry is in a view. */
  const matcher = (view) => {
    const words = view.q.split(/\s+/).map(jixiao.fold).filter(Boolean);
    const chosen = CHOICES.filter((key) => view[key]);
    const ranges = Object.keys(RANGES).map((key) => [key, within(key, view)]);
    return (entry) =>
      chosen.every((key) => String(entry[key] || jixiao.none) === view[key]) &&
      words.every((word) => entry.text.includes(word)) &&
      ranges.every(([key, fits]) => fits(entry[key]));
  };

  /** What stands for a choice that was not made on the form. */
  jixiao.none = "未填";
  jixiao.view = { CHOICES, RANGES, read, write, limit, matcher, usualColumns };
}
