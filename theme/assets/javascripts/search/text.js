// Texts as the search compares them: folded, cut into parts and grams (as search/grams.py cuts them), and marked.
"use strict";
{
  const search = (globalThis.jixiaoSearch ??= {});
  const HAN = "\u3400-\u9fff\uf900-\ufaff";
  const RUNS = new RegExp(`([${HAN}]+)|([a-z0-9]+)|([^\\s${HAN}a-z0-9])`, "gu");
  const MOST = 3; // grams that are looked up of one part
  const LONGEST = { han: 2, word: 4 };

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

  /** Letter case (of plain letters), width and such forms folded away, every white space a blank; of the same length. */
  search.fold = (text) =>
    search
      .unified(text)
      .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
      .replace(/(?!\ufeff)[\s\x1c-\x1f\x85]/g, " ") // white space as Python knows it
      .replace(/[A-Z]/g, (c) => c.toLowerCase());

  /** The parts of a query: a text must hold each of them. */
  search.parts = (query) => search.fold(query).split(" ").filter(Boolean);

  /** A few of many grams, from all over: what they let through, the literal text decides. */
  const spread = (grams) =>
    grams.length <= MOST ? grams : Array.from({ length: MOST }, (_, i) => grams[Math.round((i * (grams.length - 1)) / (MOST - 1))]);

  /** The grams that a text must have to hold a part, and whether that is all there is to prove. */
  search.grams = (part) => {
    const grams = new Set();
    for (const [, han, word, other] of part.matchAll(RUNS)) {
      if (other) grams.add(other);
      else {
        const run = han ?? word, length = han ? LONGEST.han : LONGEST.word;
        for (let i = 0; i < Math.max(1, run.length - length + 1); i++) grams.add(run.slice(i, i + length));
      }
    }
    return { grams: spread([...grams]), exact: grams.size === 1 && grams.has(part) };
  };

  /** A text as pieces: those that a part of the query stands in as marks. */
  search.marked = (text, wanted) => {
    const folded = search.fold(text), pieces = [];
    let from = 0;
    while (from < text.length) {
      let at = Infinity, length = 0;
      for (const part of wanted) {
        const place = folded.indexOf(part, from);
        if (place >= 0 && (place < at || (place === at && part.length > length))) { at = place; length = part.length; }
      }
      if (at === Infinity) break;
      if (at > from) pieces.push({ text: text.slice(from, at) });
      pieces.push({ text: text.slice(at, at + length), mark: true });
      from = at + length;
    }
    if (from < text.length) pieces.push({ text: text.slice(from) });
    return pieces;
  };
}
