// The index: what may match is looked up by grams, and proved against the literal text where a gram is no proof.
// Everything comes as scripts, which load from a folder as well as from a server.
"use strict";
{
  const search = (globalThis.jixiaoSearch ??= {});
  const root = document.currentScript.src.replace(/assets\/javascripts\/search\/index\.js.*$/, "");
  const NAME = 4, UNIT = 3, INDICATOR = 2, TEXT = 1;

  const pages = [];
  const waiting = [];
  const segments = [];
  const shards = new Map();
  const kept = new Map();
  const scripts = new Map();
  let declarations = [];

  search.root = root;
  search.shards = (names) => waiting.push(...names);
  search.add = (found) => pages.push(...found.map(prepared));
  search.begin = (told) => segments.push(...told);
  search.grams_of = ([segment, number, grams]) => shards.set(`${segment}/${number}`, grams);
  search.keep = ([id, squeezed]) => kept.set(id, squeezed);

  const script = (path) => {
    if (!scripts.has(path)) {
      scripts.set(path, new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.src = root + path;
        element.onload = () => { element.remove(); resolve(); };
        element.onerror = () => { scripts.delete(path); reject(new Error(path)); };
        document.head.appendChild(element);
      }));
    }
    return scripts.get(path);
  };

  function prepared([address, kind, title, passages]) {
    const told = passages.map(([label, weight, text]) => ({ label, weight, text, folded: search.fold(text) }));
    return { address, kind, title, folded: search.fold(title), passages: told, year: "", unit: "", facets: {}, budget: null, growth: null };
  }

  const declaration = (columns, values, number) => {
    const told = Object.fromEntries(columns.map((column, i) => [column, values[i]]));
    const amount = (fen) => (fen === null ? null : Number(fen) / 100);
    const [budget, prior] = [amount(told.budget), amount(told.prior)];
    return {
      number, id: told.id, address: told.address, kind: "申报表", title: told.name, year: `${told.year}年`, unit: told.unit,
      facets: { ...Object.fromEntries(search.dimensions().map(({ id }) => [id, told[id]])), year: `${told.year}年`, unit: told.unit }, budget, growth: prior ? (budget - prior) / prior : null,
      folded: search.fold(told.name), foldedUnit: search.fold(told.unit),
    };
  };

  /** What projects are divided by, as filters: each with ``id`` and ``label``; known once the catalogue is loaded. */
  search.dimensions = () => globalThis.jixiaoCatalogue?.dimensions ?? [];

  let loading = null;

  /** Load what every search needs. */
  search.load = () => {
    loading ??= Promise.all([
      globalThis.jixiaoCatalogue ? null : script("data/catalogue.js"),
      ...["index.js", "texts.js", "pages.js"].map((name) => script(`search-index/${name}`)),
    ])
      .then(() => Promise.all(waiting.map((name) => script(`search-index/${name}`))))
      .then(() => {
        const { columns, rows } = globalThis.jixiaoCatalogue;
        declarations = rows.map((values, number) => declaration(columns, values, number));
      })
      .catch((error) => { loading = null; throw error; });
    return loading;
  };

  /* ---- Looking up ---- */

  const shardOf = (gram, count) => {
    let state = 0;
    for (let i = 0; i < gram.length; i++) state = (Math.imul(state, 31) + gram.charCodeAt(i)) >>> 0;
    return (Math.imul(state, 2654435761) >>> 16) & (count - 1);
  };

  const decoded = (told, count) => {
    const bytes = Uint8Array.from(atob(told.slice(1)), (c) => c.charCodeAt(0));
    if (told[0] === "b") return bytes;
    const bits = new Uint8Array((count + 7) >> 3);
    for (let i = 0, last = -1; i < bytes.length; ) {
      let gap = 0, shift = 0, byte;
      do { byte = bytes[i++]; gap += (byte & 127) * 2 ** shift; shift += 7; } while (byte & 128);
      last += gap + 1;
      bits[last >> 3] |= 1 << (last & 7);
    }
    return bits;
  };

  const both = (one, other) => (one ? one.map((byte, i) => byte & other[i]) : other);

  /** Which declarations of a segment have all grams, anywhere and in indicators; nothing where one gram is in none. */
  const holders = async (segment, grams) => {
    const path = (gram) => `${segment.name}/${shardOf(gram, segment.shards)}`;
    await Promise.all([...new Set(grams.map(path))].map((shard) => script(`search-index/${shard}.js`)));
    let anywhere = null, inIndicators = null;
    for (const gram of grams) {
      const entry = shards.get(path(gram));
      const told = entry && Object.hasOwn(entry, gram) ? entry[gram] : null;
      if (!told) return null;
      const bits = decoded(told[0], segment.count);
      anywhere = both(anywhere, bits);
      const indicators = told.length < 2 ? new Uint8Array(bits.length) : told[1] ? decoded(told[1], segment.count) : bits;
      inIndicators = both(inIndicators, indicators);
    }
    return { anywhere, inIndicators };
  };

  const has = (bits, number) => (bits[number >> 3] >> (number & 7)) & 1;

  const inSegment = async (segment, looked) => {
    const held = await Promise.all(looked.map(({ grams }) => holders(segment, grams)));
    if (held.some((found) => !found)) return [];
    const found = [];
    for (let i = 0; i < segment.count; i++) {
      if (held.every(({ anywhere }) => has(anywhere, i))) {
        found.push(candidate(declarations[segment.first + i], looked, held.map(({ inIndicators }) => has(inIndicators, i))));
      }
    }
    return found;
  };

  const candidate = (page, looked, inIndicators) => {
    const weights = looked.map(({ part }, i) =>
      page.folded.includes(part) ? NAME : page.foldedUnit.includes(part) ? UNIT : inIndicators[i] ? INDICATOR : TEXT);
    const proved = looked.every(({ exact }, i) => exact || weights[i] >= UNIT);
    return { page, score: scored(page, looked, weights), proved, passage: undefined };
  };

  const scored = (page, looked, weights) =>
    weights.reduce((sum, weight) => sum + 10 ** weight, page.folded === looked.map(({ part }) => part).join(" ") ? 1e6 : 0);

  const inPage = (page, looked) => {
    const weights = looked.map(({ part }) =>
      Math.max(0, ...page.passages.filter(({ folded }) => folded.includes(part)).map(({ weight }) => weight)));
    if (weights.includes(0)) return [];
    return [{ page, score: scored(page, looked, weights), proved: true, passage: best(page, page.passages, looked.map(({ part }) => part)) }];
  };

  /** All that may match, the best not first; a declaration that is not proved may turn out to be none. */
  search.find = async (parts) => {
    const looked = parts.map((part) => ({ part, ...search.grams(part) }));
    if (!looked.length) return [];
    const found = await Promise.all(segments.map((segment) => inSegment(segment, looked)));
    return [...pages.flatMap((page) => inPage(page, looked)), ...found.flat()];
  };

  /* ---- Records: of each declaration its texts, and its rows as the comparison lays them out ---- */

  /** The bytes that were squeezed as raw deflate; a browser that cannot unpack them loads a library that can. */
  const unpacked = async (bytes) => {
    let unpacking;
    try {
      unpacking = new DecompressionStream("deflate-raw");
    } catch {
      await script("assets/vendor/fflate/fflate.umd.js");
      return globalThis.fflate.inflateSync(bytes);
    }
    return new Response(new Blob([bytes]).stream().pipeThrough(unpacking)).arrayBuffer();
  };

  /** The record of a declaration, as site/record.py has it, from the declaration's own script. */
  search.record = async (id) => {
    await script(`data/records/${id.split("/").map(encodeURIComponent).join("/")}.js`);
    const bytes = await unpacked(Uint8Array.from(atob(kept.get(id)), (c) => c.charCodeAt(0)));
    return JSON.parse(new TextDecoder().decode(bytes));
  };

  /* ---- The literal text ---- */

  /** The passages of a declaration. */
  const passagesOf = async (page) =>
    (page.passages ??= (await search.record(page.id)).passages.map(([label, weight, text]) => ({ label, weight, text, folded: search.fold(text) })));

  const best = (page, passages, parts) =>
    passages
      .filter(({ folded }) => folded !== page.folded && parts.some((part) => folded.includes(part)))
      .reduce((one, other) => (one && one.weight >= other.weight ? one : other), null);

  /** Prove a candidate against its literal text, and choose the passage to show; whether it matches. */
  search.prove = async (found, parts) => {
    if (found.passage !== undefined) return true;
    const passages = await passagesOf(found.page);
    found.proved = parts.every((part) => passages.some(({ folded }) => folded.includes(part)));
    found.passage = best(found.page, passages, parts);
    return found.proved;
  };
}
