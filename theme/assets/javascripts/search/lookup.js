// Which declarations may match, by grams (search/grams.py, search/postings.py), and which do, by their literal texts.
"use strict";
{
  const search = globalThis.jixiaoSearch;
  const NAME = 4, UNIT = 3, INDICATOR = 2, TEXT = 1;
  const ENOUGH = 4; // of so few that may match, no more grams are looked up: they are proved sooner
  const MORE = 4; // starts of grams that are looked up then
  const BY_RECORDS = 40; // so many are proved one by one, more of them by packs
  const TOGETHER = 10;

  const empty = (segment) => new Uint8Array((segment.count + 7) >> 3);
  const has = (bits, number) => (bits[number >> 3] >> (number & 7)) & 1;
  const both = (one, other) => one.map((byte, i) => byte & other[i]);
  const either = (one, other) => one.map((byte, i) => byte | other[i]);
  const ONES = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll("0", "").length);
  const count = (bits) => bits.reduce((sum, byte) => sum + ONES[byte], 0);

  /* ---- Postings ---- */

  const gaps = (told, segment) => {
    const bytes = search.bytes(told.slice(1)), bits = empty(segment);
    for (let i = 0, last = -1; i < bytes.length; ) {
      let gap = 0, shift = 0, byte;
      do { byte = bytes[i++]; gap += (byte & 127) * 2 ** shift; shift += 7; } while (byte & 128);
      last += gap + 1;
      bits[last >> 3] |= 1 << (last & 7);
    }
    return bits;
  };

  const without = (bits, others) => bits.map((byte, i) => byte & ~others[i]);

  const everyone = (segment) => {
    const bits = empty(segment).fill(255);
    if (segment.count & 7) bits[bits.length - 1] = (1 << (segment.count & 7)) - 1;
    return bits;
  };

  const nodeOf = (told) => {
    const [posting, ...rest] = typeof told === "string" ? [told] : told;
    return { posting, ranked: rest.find((one) => typeof one === "string"), next: rest.find((one) => typeof one === "object") ?? {} };
  };

  /** What is told of the grams that begin with some characters: of two of them, or of the one that there is, and so on to the longest listed. */
  const line = async (segment, characters) => {
    const told = await search.gram(segment, characters.slice(0, 2).join(""));
    if (told === null) return [];
    const nodes = [nodeOf(told)];
    for (const character of characters.slice(2, search.longest)) {
      const { next } = nodes.at(-1);
      if (!Object.hasOwn(next, character)) break;
      nodes.push(nodeOf(next[character]));
    }
    return nodes;
  };

  /** Who holds the gram that some characters are; it must be listed. */
  const holders = async (segment, characters) => {
    const nodes = await line(segment, characters), { posting } = nodes[Math.max(0, characters.length - 2)];
    if (posting[0] === "b") return search.bytes(posting.slice(1));
    const told = gaps(posting, segment);
    if (posting[0] === "d") return told;
    if (posting[0] === "c") return without(everyone(segment), told);
    const before = await holders(segment, characters.slice(0, -1));
    return without(posting[0] === "-" ? before : both(before, await holders(segment, characters.slice(1))), told);
  };

  /* ---- One writing in one segment ---- */

  /** Look up the longest listed gram at some starts; nothing where that shows that no declaration holds all the characters. */
  const look = async (segment, characters, starts, looked) => {
    const lines = await Promise.all(starts.map((start) => line(segment, characters.slice(start))));
    if (lines.some((nodes) => !nodes.length)) return false;
    await Promise.all(lines.map(async (nodes, i) => {
      const start = starts[i], length = Math.min(characters.length - start, nodes.length + 1);
      const bits = await holders(segment, characters.slice(start, start + length));
      const ranked = nodes[0].ranked;
      const inIndicators = ranked === undefined ? empty(segment) : ranked ? decoded(ranked, segment) : bits;
      looked.set(start, { length, bits, inIndicators });
    }));
    return true;
  };

  const decoded = (posting, segment) => (posting[0] === "b" ? search.bytes(posting.slice(1)) : posting[0] === "d" ? gaps(posting, segment) : without(everyone(segment), gaps(posting, segment)));

  /** Whether a gram that is not listed is held by none, since both its parts are common and it would be listed. */
  const absent = async (segment, characters, looked) => {
    for (const [start, { length, bits }] of looked) {
      const behind = looked.get(start + 1);
      if (length >= search.longest || start + length >= characters.length || !behind || behind.length < length) continue;
      if (count(bits) <= search.few) continue;
      if (count(await holders(segment, characters.slice(start + 1, start + 1 + length))) > search.few) return true;
    }
    return false;
  };

  /** Who holds a writing for certain, who may hold it, and who of them may hold it in an indicator. */
  const found = async (segment, writing) => {
    const none = { certain: empty(segment), possible: empty(segment), inIndicators: empty(segment) };
    const characters = [...writing], last = Math.max(0, characters.length - 2);
    const looked = new Map();
    if (!(await look(segment, characters, [0], looked))) return none;
    const { length, bits, inIndicators } = looked.get(0);
    if (length === characters.length) return { certain: bits, possible: bits, inIndicators };
    if (!(await look(segment, characters, [last], looked))) return none;
    const possible = () => [...looked.values()].map((one) => one.bits).reduce(both);
    if (count(possible()) > ENOUGH) {
      const between = Array.from({ length: last - 1 }, (_, i) => i + 1);
      const step = Math.max(1, between.length / MORE);
      const more = Array.from({ length: Math.min(MORE, between.length) }, (_, i) => between[Math.floor(i * step)]);
      if (!(await look(segment, characters, more, looked))) return none;
    }
    if (await absent(segment, characters, looked)) return none;
    return { certain: empty(segment), possible: possible(), inIndicators: [...looked.values()].map((one) => one.inIndicators).reduce(both) };
  };

  /* ---- All parts of a query ---- */

  const inSegment = async (segment, parts) => {
    const looked = await Promise.all(parts.map(async (part) => {
      const each = await Promise.all(part.map((writing) => found(segment, writing)));
      return each.reduce((one, other) => Object.fromEntries(Object.keys(one).map((key) => [key, either(one[key], other[key])])));
    }));
    const possible = looked.map((one) => one.possible).reduce(both);
    const matches = [];
    for (let i = 0; i < segment.count; i++) {
      if (has(possible, i)) matches.push(candidate(segment, i, parts, looked));
    }
    return matches;
  };

  const candidate = (segment, number, parts, looked) => {
    const page = search.records[segment.first + number];
    const weights = parts.map((part, i) =>
      search.holds(page.named, part) ? NAME : search.holds(page.owned, part) ? UNIT : has(looked[i].inIndicators, number) ? INDICATOR : TEXT);
    const proved = looked.every(({ certain }, i) => weights[i] >= UNIT || has(certain, number));
    const passage = weights.every((weight) => weight === NAME) ? null : undefined;
    return { page, segment, number, proved, passage, score: scored(page.named, parts, weights) };
  };

  const scored = (name, parts, weights) =>
    weights.reduce((sum, weight) => sum + 10 ** weight, parts.map(([typed]) => typed).join(" ") === name.split("\n")[0] ? 1e6 : 0);

  const inPage = (page, parts) => {
    const weights = parts.map((part) =>
      Math.max(0, ...page.passages.filter(({ searched }) => search.holds(searched, part)).map(({ weight }) => weight)));
    if (weights.includes(0)) return [];
    return [{ page, proved: true, passage: best(page, page.passages, parts), score: scored(search.fold(page.title), parts, weights) }];
  };

  /** All that may match, in no order; a declaration that is not proved may turn out to be none. */
  search.find = async (parts) => {
    if (!parts.length) return [];
    const matches = await Promise.all(search.segments.map((segment) => inSegment(segment, parts)));
    return [...matches.flat(), ...search.pages.flatMap((page) => inPage(page, parts))];
  };

  /* ---- The literal text ---- */

  const best = (page, passages, parts) =>
    passages
      .filter(({ text, searched }) => text !== page.title && parts.some((part) => search.holds(searched, part)))
      .reduce((one, other) => (one && one.weight >= other.weight ? one : other), null);

  /** Choose the passage to show of a declaration that is on show; this proves it as well. */
  search.excerpt = async (match, parts) => {
    const passages = await search.passages(match.page);
    match.fails = !parts.every((part) => passages.some(({ searched }) => search.holds(searched, part)));
    match.proved = !match.fails;
    match.passage = best(match.page, passages, parts);
  };

  const byRecords = async function* (matches, parts) {
    for (let at = 0; at < matches.length; at += TOGETHER) {
      await Promise.all(matches.slice(at, at + TOGETHER).map((match) => search.excerpt(match, parts)));
      yield Math.min(at + TOGETHER, matches.length) / matches.length;
    }
  };

  const inPacks = async (matches) => {
    const packs = new Map(), firstsOf = new Map();
    for (const segment of new Set(matches.map((match) => match.segment))) firstsOf.set(segment, await search.firsts(segment));
    for (const match of matches) {
      const firsts = firstsOf.get(match.segment);
      const number = firsts.findLastIndex((first) => first <= match.number), key = `${match.segment.name} ${number}`;
      if (!packs.has(key)) packs.set(key, { segment: match.segment, number, first: firsts[number], matches: [] });
      packs.get(key).matches.push(match);
    }
    return [...packs.values()];
  };

  const byPacks = async function* (matches, parts) {
    const packs = await inPacks(matches), loading = packs.map(({ segment, number }) => search.texts(segment, number));
    for (const one of loading) one.catch(() => {}); // whoever waits for it is told
    for (const [done, { first, matches: those }] of packs.entries()) {
      const texts = await loading[done];
      for (const match of those) {
        match.fails = !parts.every((part) => search.holds(texts[match.number - first], part));
        match.proved = !match.fails;
      }
      yield (done + 1) / packs.length;
    }
  };

  /** Prove all that is not proved; yields from time to time how much of it is done, of 1. What turns out to be none ``fails``. */
  search.prove = (matches, parts) => {
    const open = matches.filter(({ proved }) => !proved);
    return open.length > BY_RECORDS ? byPacks(open, parts) : byRecords(open, parts);
  };
}
