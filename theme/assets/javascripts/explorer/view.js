// What the reader set: the words, choices, ranges, order, groups and columns; kept in the address behind its #.
"use strict";
{
  const jixiao = (globalThis.jixiao ??= {});
  const { money } = jixiao;
  const isNarrow = (jixiao.isNarrow = () => matchMedia("(max-width: 44.9375em)").matches);
  const usualColumns = () => jixiao.columns.filter((column) => (isNarrow() ? column.narrow : !column.spare)).map((column) => column.key);
  const RANGES = { budget: 10000n, growth: 1n, rate: 1n, ...(jixiao.evaluated ? { spent: 1n, score: 1n, missed: 1n } : {}) };
  const NUMBERS = ["score", "missed"];
  const CHOICES = ["year", "unit", ...jixiao.dimensions.map(({ id }) => id)];

  /** All years, and the order of the catalogue: what is not usual has a word of its own. */
  const ALL_YEARS = "all";
  const AS_FILED = "id";
  const usual = () => ({
    q: "",
    group: "",
    ...Object.fromEntries(CHOICES.map((key) => [key, ""])),
    year: jixiao.latest,
    sort: "budget-desc",
  });

  /** The view that an address names; what it does not name, or wrongly, is as usual: the latest year, the largest budget first. */
  const read = (hash) => {
    const parts = new URLSearchParams(hash.replace(/^#/, ""));
    const view = usual();
    for (const key of ["q", ...CHOICES]) view[key] = parts.get(key) ?? view[key];
    for (const key of Object.keys(RANGES)) {
      const [least = "", most = ""] = (parts.get(key) ?? "").split("..");
      view[`${key}-least`] = least;
      view[`${key}-most`] = most;
    }
    const known = jixiao.columns.map((column) => column.key);
    view.group = CHOICES.includes(parts.get("group")) ? parts.get("group") : "";
    const sort = parts.get("sort") ?? "";
    if (sort === AS_FILED || (/^(\w+)-(asc|desc)$/.test(sort) && known.includes(sort.split("-")[0]))) view.sort = sort;
    const columns = (parts.get("columns") ?? "").split(".").filter((key) => known.includes(key));
    view.columns = columns.length ? columns : usualColumns();
    return view;
  };

  /** The address of a view; empty for the usual one. Any other names its year, which stays when a later one comes. */
  const write = (view) => {
    const parts = new URLSearchParams();
    const { year, sort } = usual();
    for (const key of ["q", ...CHOICES]) if (view[key] && key !== "year") parts.set(key, view[key]);
    for (const key of Object.keys(RANGES)) {
      const range = [view[`${key}-least`], view[`${key}-most`]];
      if (range.some(Boolean)) parts.set(key, range.join(".."));
    }
    if (view.group) parts.set("group", view.group);
    if (view.sort !== sort) parts.set("sort", view.sort);
    if (view.columns.join() !== usualColumns().join()) parts.set("columns", view.columns.join("."));
    return parts.size || view.year !== year ? new URLSearchParams([["year", view.year], ...parts]).toString() : "";
  };

  /** The limit that a text sets: nothing where it is empty, ``undefined`` where it is no number. */
  const limit = (key, text) => (text.trim() ? money.read(text, RANGES[key]) ?? undefined : null);

  const within = (key, view) => {
    const [least, most] = ["least", "most"].map((end) => limit(key, view[`${key}-${end}`]) ?? null);
    if (least === null && most === null) return () => true;
    const toHundredths = (value, end) => money.compare(BigInt(Math.round(value * 100)), end);
    const side = key === "budget" ? money.compare : NUMBERS.includes(key) ? toHundredths : money.compareToLimit;
    return (value) =>
      value !== null && (least === null || side(value, least) >= 0) && (most === null || side(value, most) <= 0);
  };

  /** Whether an entry is in a view. */
  const matcher = (view) => {
    const words = view.q.split(/\s+/).map(jixiao.fold).filter(Boolean);
    const chosen = CHOICES.filter((key) => view[key] && !(key === "year" && view.year === ALL_YEARS));
    const ranges = Object.keys(RANGES).map((key) => [key, within(key, view)]);
    return (entry) =>
      chosen.every((key) => String(entry[key] || jixiao.none) === view[key]) &&
      words.every((word) => entry.text.includes(word)) &&
      ranges.every(([key, fits]) => fits(entry[key]));
  };

  /** What the reader set, in words: for the names of files and what stands in them. */
  const words = (view, label) => {
    const chosen = CHOICES.filter((key) => view[key]).map((key) => (key === "year" ? (view.year === ALL_YEARS ? "全部年度" : `${view.year}年`) : view[key]));
    const ranges = Object.keys(RANGES).flatMap((key) => {
      const [least, most] = ["least", "most"].map((end) => view[`${key}-${end}`].trim());
      const [name, unit] = label(key);
      return [least && `${name}至少${least}${unit}`, most && `${name}至多${most}${unit}`];
    });
    return [...chosen, view.q.trim(), ...ranges].filter(Boolean);
  };

  /** What stands for a choice that was not made on the form. */
  jixiao.none = "未填";
  jixiao.view = { ALL_YEARS, AS_FILED, CHOICES, RANGES, read, write, limit, matcher, words, usualColumns };
}
