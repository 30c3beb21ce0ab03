// What the search loads: lists, scripts of grams, packed texts, records. All are scripts, which load from a folder as well as from a server.
"use strict";
{
  const search = (globalThis.jixiaoSearch ??= {});
  const root = document.currentScript.src.replace(/assets\/javascripts\/search\/index\.js.*$/, "");
  const LISTS = ["index", "rules", "indicators", "pages"];

  const waiting = [];
  const shards = new Map();
  const firsts = new Map();
  const packs = new Map();
  const kept = new Map();
  const scripts = new Map();

  search.root = root;
  /** What is searched whole: rules, indicators, hand-written pages. */
  search.pages = [];
  /** Declarations, then what was reported, each in the order of their ids, and the segments of the index that they are numbered through. */
  search.records = [];
  search.segments = [];

  /* ---- Calls of the scripts ---- */

  search.shards = (names) => waiting.push(...names);
  search.add = (found) => search.pages.push(...found.map(page));
  search.begin = ({ few, longest, segments }) => Object.assign(search, { few, longest, segments });
  search.grams_of = ([segment, number, grams]) => shards.set(`${segment}/${number}`, grams);
  search.packs = ([segment, numbers]) => firsts.set(segment, numbers);
  search.pack = ([segment, number, squeezed]) => packs.set(`${segment}/pack-${number}`, squeezed);
  search.keep = ([id, squeezed]) => kept.set(id, squeezed);

  /** Load a script of the site, once. */
  search.script = (path) => {
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

  function page([address, kind, title, passages]) {
    return { address, kind, title, passages: passages.map(passage), facets: {}, fen: null, budget: null, growth: null };
  }

  const passage = ([label, weight, text]) => ({ label, weight, text, searched: search.searched(text) });

  const declaration = (columns, values) => {
    const told = Object.fromEntries(columns.map((column, i) => [column, values[i]]));
    const [budget, prior] = [told.budget, told.prior].map((fen) => (fen === null ? null : Number(fen)));
    return {
      id: told.id, address: told.address, kind: "declaration", title: told.name, year: `${told.year}年`, unit: told.unit,
      facets: { ...Object.fromEntries(search.dimensions().map(({ id }) => [id, told[id]])), year: `${told.year}年`, unit: told.unit },
      fen: told.budget, budget, growth: prior && budget !== null ? (budget - prior) / prior : null,
    };
  };

  /** What was reported of a project's year; it is narrowed by what its declaration is. */
  const reports = (declarations) => {
    const { folder, kinds, columns, rows } = globalThis.jixiaoCatalogue.reports ?? { rows: [] };
    const declared = new Map(declarations.map((one) => [one.id, one]));
    return rows.map((values) => {
      const told = Object.fromEntries(columns.map((column, i) => [column, values[i]])), of = declared.get(told.id);
      const year = `${told.id.split("/")[0]}年`, unit = told.unit ?? of.unit;
      return {
        id: told.id, report: told.kind, address: `${folder}${told.id}/${told.kind}/`, kind: "report", about: kinds[told.kind].title,
        title: told.name ?? of.title, year, unit, facets: { ...of?.facets, year, unit }, fen: null, budget: null, growth: null,
      };
    });
  };

  const APART = "\ue000"; // folded, it stays what it is

  /** Put beside each record's text how it is searched: all at once, which is much quicker than one by one. */
  const named = (records, from, to) => {
    const folded = search.fold(records.map((one) => one[from].replaceAll(APART, " ")).join(APART)), other = search.canonical(folded).split(APART);
    if (records.length) folded.split(APART).forEach((text, i) => { records[i][to] = text === other[i] ? text : `${text}\n${other[i]}`; });
  };

  /** What projects are divided by, as filters: each with ``id`` and ``label``; known once the catalogue is loaded. */
  search.dimensions = () => globalThis.jixiaoCatalogue?.dimensions ?? [];

  let loading = null;

  /** Load what every search needs. */
  search.load = () => {
    loading ??= Promise.all([
      globalThis.jixiaoCatalogue ? null : search.script("data/catalogue.js"),
      ...LISTS.map((name) => search.script(`search-index/${name}.js`)),
    ])
      .then(() => Promise.all(waiting.map((name) => search.script(`search-index/${name}`))))
      .then(() => {
        const { columns, rows } = globalThis.jixiaoCatalogue;
        const declarations = rows.map((values) => declaration(columns, values));
        search.records = [...declarations, ...reports(declarations)];
        named(search.records, "title", "named");
        named(search.records, "unit", "owned");
      })
      .catch((error) => { loading = null; throw error; });
    return loading;
  };

  const shardOf = (gram, count) => {
    let state = 0;
    for (let i = 0; i < gram.length; i++) state = (Math.imul(state, 31) + gram.charCodeAt(i)) >>> 0;
    return (Math.imul(state, 2654435761) >>> 16) & (count - 1);
  };

  /** What is told of a gram of one or two characters in a segment; nothing where no declaration holds it. */
  search.gram = async (segment, gram) => {
    const path = `${segment.name}/${shardOf(gram, segment.shards)}`;
    await search.script(`search-index/${path}.js`);
    const grams = shards.get(path);
    return grams && Object.hasOwn(grams, gram) ? grams[gram] : null;
  };

  search.bytes = (base64) => {
    const text = atob(base64), bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i); // many times quicker than Uint8Array.from
    return bytes;
  };

  /** The text that was squeezed as raw deflate; a browser that cannot unpack it loads a library that can. */
  const unpacked = async (base64) => {
    const bytes = search.bytes(base64);
    let unpacking;
    try {
      unpacking = new DecompressionStream("deflate-raw");
    } catch {
      await search.script("assets/vendor/fflate/fflate.umd.js");
      return new TextDecoder().decode(globalThis.fflate.inflateSync(bytes));
    }
    return new TextDecoder().decode(await new Response(new Blob([bytes]).stream().pipeThrough(unpacking)).arrayBuffer());
  };

  /** The record of a project's year, as site/record.py has it, from its own script. */
  search.record = async (id) => {
    await search.script(`data/records/${id.split("/").map(encodeURIComponent).join("/")}.js`);
    return JSON.parse(await unpacked(kept.get(id)));
  };

  /** The passages of a declaration or of a report. */
  search.passages = async (found) => {
    if (found.passages) return found.passages;
    const record = await search.record(found.id);
    return (found.passages = (found.report ? record.reports[found.report] : record.passages).map(passage));
  };

  /** The packs of a segment, by the number of the first declaration of each. */
  search.firsts = async (segment) => {
    await search.script(`search-index/${segment.name}/packs.js`);
    return firsts.get(segment.name);
  };

  const texts = new Map();

  /** The texts of a pack's declarations as they are searched, in order. */
  search.texts = (segment, number) => {
    const path = `${segment.name}/pack-${number}`;
    if (!texts.has(path)) {
      const loading = search.script(`search-index/${path}.js`).then(async () => {
        const found = (await unpacked(packs.get(path))).split("\0");
        packs.delete(path);
        return found.slice(0, -1); // each text has a mark behind it
      });
      texts.set(path, loading);
      loading.catch(() => texts.delete(path));
    }
    return texts.get(path);
  };
}
