// The catalogue's lines as objects with exact figures, and what several of them come to.
"use strict";
{
  const jixiao = (globalThis.jixiao ??= {});
  const { fraction } = jixiao.money;
  const AMOUNTS = ["budget", "prior", "outturn"];

  /** The change and the rates of one declaration or of a sum of them. */
  const withRates = (entry) => {
    entry.change = entry.prior === null ? null : entry.budget - entry.prior;
    entry.growth = fraction(entry.change, entry.prior);
    return entry;
  };

  const line = (columns, values) => {
    const entry = Object.fromEntries(columns.map((column, i) => [column, values[i]]));
    for (const key of AMOUNTS) entry[key] = entry[key] === null ? null : BigInt(entry[key]);
    entry.rate = fraction(entry.outturn, entry.prior);
    entry.text = jixiao.fold(`${entry.name} ${entry.unit}`);
    return withRates(entry);
  };

  const sum = (amounts) => amounts.reduce((total, amount) => total + amount, 0n);
  const sumOrNone = (amounts) => (amounts.length ? sum(amounts) : null);

  /** Letter case, width, radicals and spaces folded away, for comparing what is written and not how. */
  jixiao.fold = (text) => (globalThis.jixiaoSearch?.unified(text) ?? text).normalize("NFKC").toLowerCase().replaceAll(/\s+/g, "");

  /** All declarations of the catalogue's script. */
  jixiao.entries = () => {
    const { columns, rows } = globalThis.jixiaoCatalogue;
    return rows.map((values) => line(columns, values));
  };

  /** Sums and rates of sums, as the site's own tables have them: new projects count as growth, and the outturn rate
      is of those alone that state both figures. */
  jixiao.aggregate = (entries) => {
    const executed = entries.filter((entry) => entry.prior !== null && entry.outturn !== null);
    const known = entries.filter((entry) => entry.prior !== null);
    const outturn = sumOrNone(executed.map((entry) => entry.outturn));
    const whole = withRates({
      count: entries.length,
      fresh: entries.length - known.length,
      budget: sum(entries.map((entry) => entry.budget)),
      prior: sumOrNone(known.map((entry) => entry.prior)),
      outturn,
    });
    whole.rate = fraction(outturn, sumOrNone(executed.map((entry) => entry.prior)));
    whole.partial = known.length > executed.length && executed.length > 0;
    return whole;
  };
}
