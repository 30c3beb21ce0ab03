// Amounts as whole 分 and rates as fractions of them, all BigInt: sums, comparisons and roundings are exact.
"use strict";
{
  const jixiao = (globalThis.jixiao ??= {});
  const abs = (number) => (number < 0n ? -number : number);

  /** A number of hundredths with two decimals and a true minus sign. */
  const decimal = (number) => {
    const digits = abs(number).toString().padStart(3, "0");
    return `${number < 0n ? "−" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };

  /** An amount as pages show it: with separators, and 分 only where there are some. */
  const amount = (fen) => decimal(fen).replace(".00", "").replace(/\B(?=(\d{3})+(\.|$))/g, ",");

  /** A fraction in hundredths of a per cent, rounded half up away from zero; 100 % only where it is just that. */
  const points = ({ part, whole }) => {
    let rounded = (abs(part) * 20000n + whole) / (2n * whole);
    if (rounded === 10000n && abs(part) !== whole) rounded += abs(part) < whole ? -1n : 1n;
    return part < 0n ? -rounded : rounded;
  };

  /** Hundredths read from a text with at most two decimals (1,000.5), or nothing; ``scale`` multiplies them. */
  const read = (text, scale = 1n) => {
    const half = text.normalize("NFKC").replaceAll(/[,\s%]/g, "").replace("−", "-");
    const match = /^([+-]?)(\d{1,15})(?:\.(\d{1,2}))?$/.exec(half);
    if (!match) return null;
    const number = BigInt(match[2] + (match[3] ?? "").padEnd(2, "0")) * scale;
    return match[1] === "-" ? -number : number;
  };

  jixiao.money = {
    read,
    amount,
    change: (fen) => (fen > 0n ? "+" : "") + amount(fen),
    rate: (fraction) => `${decimal(points(fraction))}%`,
    growth: (fraction) => `${points(fraction) > 0n ? "+" : ""}${decimal(points(fraction))}%`,
    /** As a program reads it: 2665500 or 2665500.50. */
    plain: (fen) => decimal(fen).replace(".00", "").replace("−", "-"),
    plainRate: (fraction) => decimal(points(fraction)).replace("−", "-"),
    /** A fraction, or nothing where the whole is nothing. */
    fraction: (part, whole) => (part === null || whole === null || whole === 0n ? null : { part, whole }),
    compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    compareRates: (a, b) => jixiao.money.compare(a.part * b.whole, b.part * a.whole),
    /** Which side of a limit in hundredths of a per cent a fraction lies on. */
    compareToLimit: ({ part, whole }, limit) => jixiao.money.compare(part * 10000n, limit * whole),
  };
}
