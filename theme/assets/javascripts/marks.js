// The changed words of two texts, as site/differences.py marks them: first clauses are compared, then the words of those
// that differ. The comparison is that of Python's difflib, so that both pages say the same.
"use strict";
{
  const jixiao = (globalThis.jixiao ??= {});
  const LONGEST_CLOSE = 160; // characters of two passages up to which they are compared word by word
  const MOST_CLAUSES = 300; // clauses up to which two texts are compared at all
  const CLAUSES = /[^，。；：！？、\n]*[，。；：！？、\n]?/gu;
  const WORDS = /[0-9][0-9,.]*%?|[A-Za-z]+|[\s\S]/gu;
  const count = (text) => [...text].length;

  /** The longest run that both lists have within bounds, the first of equal ones: where it begins in each, and its length. */
  const longest = (a, where, [alo, ahi, blo, bhi]) => {
    let best = [alo, blo, 0];
    let lengths = new Map();
    for (let i = alo; i < ahi; i++) {
      const now = new Map();
      for (const j of where.get(a[i]) ?? []) {
        if (j < blo) continue;
        if (j >= bhi) break;
        const length = (lengths.get(j - 1) ?? 0) + 1;
        now.set(j, length);
        if (length > best[2]) best = [i - length + 1, j - length + 1, length];
      }
      lengths = now;
    }
    return best;
  };

  /** The runs that two lists share, in order. */
  const blocks = (a, b) => {
    const where = new Map();
    b.forEach((one, j) => where.has(one) ? where.get(one).push(j) : where.set(one, [j]));
    const found = [], waiting = [[0, a.length, 0, b.length]];
    while (waiting.length) {
      const bounds = waiting.pop();
      const [alo, ahi, blo, bhi] = bounds;
      const [i, j, length] = longest(a, where, bounds);
      if (!length) continue;
      found.push([i, j, length]);
      if (alo < i && blo < j) waiting.push([alo, i, blo, j]);
      if (i + length < ahi && j + length < bhi) waiting.push([i + length, ahi, j + length, bhi]);
    }
    return found.sort((x, y) => x[0] - y[0]);
  };

  /** Calls ``differing`` with what stands between shared runs, and ``same`` with each of these. */
  const walk = (a, b, shared, differing, same) => {
    let [i, j] = [0, 0];
    for (const [x, y, length] of [...shared, [a.length, b.length, 0]]) {
      if (i < x || j < y) differing(a.slice(i, x).join(""), b.slice(j, y).join(""));
      if (length) same(a.slice(x, x + length).join(""));
      [i, j] = [x + length, y + length];
    }
  };

  /** Two texts as pieces, each a mark (same, old, new) and its text. */
  jixiao.marked = (before, after) => {
    const left = [], right = [];
    const add = (side, mark, text) => {
      if (!text) return;
      if (side.at(-1)?.mark === mark) side.at(-1).text += text;
      else side.push({ mark, text });
    };
    const both = (text) => [left, right].forEach((side) => add(side, "same", text));
    const apart = (gone, come) => {
      add(left, "old", gone);
      add(right, "new", come);
    };
    const closely = (gone, come) => {
      const [old, now] = [gone, come].map((text) => text.match(WORDS) ?? []);
      const shared = blocks(old, now);
      const matching = shared.reduce((sum, [, , length]) => sum + length, 0);
      if (2 * matching < 0.5 * (old.length + now.length)) apart(gone, come); // little in common: marks would be scattered
      else walk(old, now, shared, apart, both);
    };
    const [old, now] = [before, after].map((text) => text.match(CLAUSES) ?? []);
    if (Math.max(old.length, now.length) > MOST_CLAUSES) apart(before, after);
    else {
      walk(old, now, blocks(old, now), (gone, come) => {
        const close = gone && come && Math.max(count(gone), count(come)) <= LONGEST_CLOSE;
        (close ? closely : apart)(gone, come);
      }, both);
    }
    return [left, right];
  };
}
