// Texts as the search compares them, as search/folding.py has it (tests/search_forms.json holds the cases of both), and marked.
"use strict";
{
  const search = (globalThis.jixiaoSearch ??= {});
  // Radicals of CJK Radicals Supplement and the characters that they stand for, as characters.py has them.
  const RADICALS = "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲";
  const IDEOGRAPHS = "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀";
  const unified = Object.fromEntries([...RADICALS].map((radical, i) => [radical, IDEOGRAPHS[i]]));

  /** The character that a radical or compatibility form stands for; itself where that is none, or not one alone. */
  const meant = (c) => {
    const form = unified[c] ?? c.normalize("NFKC");
    return form.length === 1 ? form : c;
  };

  /** Radicals and compatibility forms as the characters that they stand for; of the same length. */
  search.unified = (text) => text.replace(/[\u2e80-\u2fd5\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b]/g, meant);

  const ALIKE = { "(": "[〔【〖", ")": "]〕】〗", "≥": "≧⩾", "≤": "≦⩽" };
  const alike = Object.fromEntries(Object.entries(ALIKE).flatMap(([one, others]) => [...others].map((other) => [other, one])));

  /** Letter case (of plain letters), width, brackets and such forms folded away, every white space a blank; of the same length. */
  search.fold = (text) =>
    search
      .unified(text)
      .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
      .replace(/[[\]〔〕【】〖〗≧⩾≦⩽]/g, (c) => alike[c])
      .replace(/[\0-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, " ")
      .replace(/[A-Z]/g, (c) => c.toLowerCase());

  /* ---- Amounts in 元, dates and comparisons, in one writing each ---- */

  const DAY = /(?<![0-9])([12][0-9]{3})(?: ?年 ?(0?[1-9]|1[0-2]) ?月 ?(0?[1-9]|[12][0-9]|3[01]) ?日|([-/.])(0?[1-9]|1[0-2])\4(0?[1-9]|[12][0-9]|3[01])(?![0-9]))/g;
  const MONTH = /(?<![0-9])([12][0-9]{3})(?: ?年 ?(0?[1-9]|1[0-2]) ?月|\/(0?[1-9]|1[0-2])(?![0-9/]))/g;
  const NUMBER = /(?<![0-9])(?<![0-9][.,])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?(?![0-9])(?!\.[0-9])(?: ?([万亿]))?(?: (?=[元%]))?/g;
  const ZEROS = { 万: 4, 亿: 8 };
  const DIGITS_OF_AMOUNTS = 4;

  const amount = ([found, figures, point, unit], after) => {
    let whole = figures.replaceAll(",", ""), fraction = (point ?? "").slice(1);
    if (unit) {
      const digits = whole + fraction.padEnd(ZEROS[unit], "0"), length = whole.length + ZEROS[unit];
      fraction = fraction.slice(ZEROS[unit]);
      whole = digits.slice(0, length).replace(/^0+/, "") || "0";
    }
    if (unit || figures.includes(",") || whole.length >= DIGITS_OF_AMOUNTS || /^[元%]/.test(after)) fraction = fraction.replace(/0+$/, "");
    return fraction ? `${whole}.${fraction}` : whole;
  };

  const WRITINGS = [
    [/>=/g, () => "≥"],
    [/<=/g, () => "≤"],
    [DAY, ([, year, month, day, , otherMonth, otherDay]) => [year, (month ?? otherMonth).padStart(2, "0"), (day ?? otherDay).padStart(2, "0")].join("-")],
    [MONTH, ([, year, month, other]) => `${year}-${(month ?? other).padStart(2, "0")}`],
    [NUMBER, amount],
  ];

  const rewritten = (text, pattern, change) => text.replace(pattern, (...told) => {
    const [offset, whole] = told.slice(typeof told.at(-1) === "object" ? -3 : -2);
    return change(told, whole.slice(offset + told[0].length, offset + told[0].length + 1));
  });

  /** A folded text with its amounts, dates and comparisons in one writing: 6347200, 2022-12-31, ≥. */
  search.canonical = (folded) =>
    /[0-9><]/.test(folded) ? WRITINGS.reduce((text, [pattern, change]) => rewritten(text, pattern, change), folded) : folded;

  /** The text as it is searched: folded, and where that differs its canonical writing in a line below. */
  search.searched = (text) => {
    const folded = search.fold(text), other = search.canonical(folded);
    return other === folded ? folded : `${folded}\n${other}`;
  };

  /** The parts of a query; of each its writings, of which a text must hold one: as typed, and canonical. */
  search.parts = (query) =>
    search.fold(query).split(" ").filter(Boolean).map((part) => [...new Set([part, search.canonical(part)])]);

  /** Whether a searched text holds a part. */
  search.holds = (text, part) => part.some((writing) => text.includes(writing));

  /* ---- Where a text holds what is wanted ---- */

  /** The canonical writing, and for each of its characters from where to where it stands in the text. */
  const traced = (folded) => {
    let text = folded, from = Array.from({ length: folded.length }, (_, i) => i), to = from.map((i) => i + 1);
    for (const [pattern, change] of WRITINGS) {
      const starts = [], ends = [];
      let at = 0, written = "";
      const copy = (until) => {
        written += text.slice(at, until);
        for (; at < until; at++) { starts.push(from[at]); ends.push(to[at]); }
      };
      for (const found of text.matchAll(pattern)) {
        copy(found.index);
        const end = found.index + found[0].length, piece = change(found, text.slice(end, end + 1));
        written += piece;
        for (let i = 0; i < piece.length; i++) { starts.push(from[at]); ends.push(to[end - 1]); }
        at = end;
      }
      copy(text.length);
      [text, from, to] = [written, starts, ends];
    }
    return { text, from, to };
  };

  const occurrences = function* (text, writing) {
    for (let at = text.indexOf(writing); at >= 0; at = text.indexOf(writing, at + writing.length)) yield [at, at + writing.length];
  };

  /** From where to where a text holds parts of a query, in order and apart. */
  search.spans = (text, parts) => {
    const folded = search.fold(text), { text: other, from, to } = traced(folded);
    const found = parts.flat().flatMap((writing) => [
      ...occurrences(folded, writing),
      ...Array.from(occurrences(other, writing), ([start, end]) => [from[start], to[end - 1]]),
    ]).sort(([a, b], [c, d]) => a - c || d - b);
    const spans = [];
    for (const [start, end] of found) {
      const last = spans.at(-1);
      if (last && start < last[1]) last[1] = Math.max(last[1], end);
      else spans.push([start, end]);
    }
    return spans;
  };

  /** A text as pieces: those that a part of the query stands in as marks. */
  search.marked = (text, parts) => {
    const pieces = [];
    let from = 0;
    for (const [start, end] of search.spans(text, parts)) {
      if (start > from) pieces.push({ text: text.slice(from, start) });
      pieces.push({ text: text.slice(start, end), mark: true });
      from = end;
    }
    if (from < text.length) pieces.push({ text: text.slice(from) });
    return pieces;
  };
}
