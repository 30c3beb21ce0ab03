// The catalogue's lines as objects with exact figures, and what several of them come to.
"use strict";
{
  const jixiao = (globalThis.jixiao ??= {});
  const { fraction } = jixiao.money;
  const AMOUNTS = ["budget", "prior", "outturn"];

  /** What projects are divided by, beside year and unit: columns, filters and groups, each with ``id`` and ``label``. */
  jixiao.dimensions = globalThis.jixiaoCatalogue.dimensions;

  /** What stands where a form has no such field; where it has one that was left empty, ``jixiao.none`` does. */
  const NOT_ASKED = (jixiao.notAsked = "表上没有这一栏");

  /** Whether a project can be compared with its own of the year before, and else why not; whether it was filed again. */
  const COMPARISONS = {
    "": "可比",
    new: "新增",
    blank: "无法对比：没有填上年预算额",
    unfiled: "无法对比：没有收录上年申报表",
    split: "无法对比：上年的项目拆成了几个",
    unlike: "无法对比：口径不同",
  };
  const FOLLOWED = { true: "再申报", false: "没有再申报", null: "没有收录下年申报表" };

  /** The self-evaluations of declarations, by their ids; nothing where there are none. */
  const { columns: reported = [], kinds = {}, rows: reports = [] } = globalThis.jixiaoCatalogue.reports ?? {};
  const declared = new Set(globalThis.jixiaoCatalogue.rows.map(([id]) => id));
  const evaluations = new Map(
    reports
      .map((values) => Object.fromEntries(reported.map((column, i) => [column, values[i] ?? null])))
      .filter(({ id, kind }) => kinds[kind].counted && declared.has(id))
      .map((found) => [found.id, found]),
  );
  jixiao.evaluated = evaluations.size > 0;

  /** What a project's self-evaluation comes to; each is nothing where there is none. */
  const reached = (id) => {
    const { adjusted = null, executed = null, score = null, met = null, missed = null, unknown = null } = evaluations.get(id) ?? {};
    const spent = fraction(executed === null ? null : BigInt(executed), adjusted === null ? null : BigInt(adjusted));
    return { spent, score: score === null ? null : Number(score), met, missed, unknown };
  };

  const line = (columns, editions, values) => {
    const entry = Object.fromEntries(columns.map((column, i) => [column, values[i]]));
    for (const key of AMOUNTS) entry[key] = entry[key] === null ? null : BigInt(entry[key]);
    entry.rate = fraction(entry.outturn, entry.prior);
    entry.change = entry.prior === null ? null : entry.budget - entry.prior;
    entry.growth = fraction(entry.change, entry.prior);
    Object.assign(entry, reached(entry.id));
    entry.text = jixiao.fold(`${entry.name} ${entry.unit}`);
    const { asks, comprises } = editions[entry.edition];
    for (const { id } of jixiao.dimensions) if (!asks.includes(id)) entry[id] = NOT_ASKED;
    entry.comprises = comprises;
    entry.comparison = COMPARISONS[entry.lack];
    entry.followed = FOLLOWED[entry.followed ?? null];
    return entry;
  };

  const sum = (amounts) => amounts.reduce((total, amount) => total + amount, 0n);
  const sumOrNone = (amounts) => (amounts.length ? sum(amounts) : null);

  /** Letter case, width, radicals and spaces folded away, for comparing what is written and not how. */
  jixiao.fold = (text) => (globalThis.jixiaoSearch?.unified(text) ?? text).normalize("NFKC").toLowerCase().replaceAll(/\s+/g, "");

  /** All declarations of the catalogue's script. */
  jixiao.entries = () => {
    const { columns, editions, rows } = globalThis.jixiaoCatalogue;
    return rows.map((values) => line(columns, editions, values));
  };

  const tally = (entries, key) => {
    const found = new Map();
    for (const entry of entries) {
      const { count, budget } = found.get(entry[key]) ?? { count: 0, budget: 0n };
      found.set(entry[key], { count: count + 1, budget: budget + entry.budget });
    }
    return found;
  };

  /** How much of the current budget is comparable, as a fraction; by number where all budgets are zero. */
  const share = (known, entries) => {
    const whole = sum(entries.map((entry) => entry.budget));
    if (whole) return { part: sum(known.map((entry) => entry.budget)), whole };
    return { part: BigInt(known.length), whole: BigInt(entries.length || 1) };
  };

  /** Sums and rates of sums, as the site's own tables have them (summary.py): change and growth are of the comparable
      projects, those with a prior budget, unless they are too small a part or of several years; the outturn rate is of
      those alone that state both figures. */
  jixiao.aggregate = (entries) => {
    const known = entries.filter((entry) => entry.prior !== null);
    const executed = known.filter((entry) => entry.outturn !== null);
    const years = new Set(entries.map((entry) => entry.year)).size;
    const comparable = sum(known.map((entry) => entry.budget));
    const prior = sumOrNone(known.map((entry) => entry.prior));
    const outturn = sumOrNone(executed.map((entry) => entry.outturn));
    const part = share(known, entries);
    const small = jixiao.money.compareToLimit(part, jixiao.leastShare) < 0;
    const change = prior === null || years > 1 ? null : comparable - prior;
    return {
      count: entries.length,
      known: known.length,
      budget: sum(entries.map((entry) => entry.budget)),
      comparable: known.length ? comparable : null,
      prior,
      change,
      growth: small ? null : fraction(change, prior),
      outturn,
      rate: years > 1 ? null : fraction(outturn, sumOrNone(executed.map((entry) => entry.prior))),
      partial: known.length > executed.length && executed.length > 0,
      share: known.length && small ? part : null,
      years,
      lacks: tally(entries, "lack"),
      comprises: tally(entries, "comprises"),
    };
  };
}
