// The columns of the explorer: how each is shown, sorted, filtered and written to files.
"use strict";
{
  const jixiao = (globalThis.jixiao ??= {});
  const { money } = jixiao;
  const collator = new Intl.Collator("zh-CN");
  const keys = new Map();
  let places;

  /** Texts in the order of their characters' Chinese sort order. Only the characters are collated, each once: collating
      ten thousand names takes more than a second. */
  jixiao.learnOrder = (texts) => {
    const characters = [...new Set(texts.flatMap((text) => [...text]))].sort(collator.compare);
    places = new Map(characters.map((character, i) => [character, String.fromCodePoint(i < 0xd000 ? i + 1 : i + 0x1001)]));
  };
  const keyOf = (text) => {
    let key = keys.get(text);
    if (key === undefined) keys.set(text, (key = Array.from(text, (character) => places.get(character) ?? character).join("")));
    return key;
  };
  const text = { kind: "text", shown: (value) => value || jixiao.none, written: (value) => value, compare: (a, b) => money.compare(keyOf(a), keyOf(b)) };
  const amount = { kind: "money", shown: money.amount, written: money.plain, compare: money.compare };
  const change = { ...amount, shown: money.change };
  const rate = { kind: "rate", shown: money.rate, written: money.plainRate, compare: money.compareRates };
  const number = { kind: "number", shown: String, written: String, compare: money.compare };

  /** ``title`` is for the head, ``unit`` is added to it in files; ``width`` in px; ``narrow``: shown on a phone at
      first, and how wide there; ``spare``: shown nowhere at first; ``filed``: in every file all the same; ``apart``: of single projects alone, never of several together. */
  jixiao.columns = [
    { key: "name", title: "项目", width: 190, narrow: 72, ...text },
    { key: "year", title: "年度", width: 60, ...text, kind: "year", shown: String, written: String, compare: money.compare },
    { key: "unit", title: "申报单位", width: 140, ...text },
    ...jixiao.dimensions.map(({ id, label }, i) => ({ key: id, title: label, width: 120, spare: i > 1, ...text })),
    { key: "budget", title: "当年预算（元）", width: 125, narrow: 90, ...amount },
    { key: "prior", title: "上年预算额（元）", width: 125, ...amount },
    { key: "change", title: "增减额（元）", width: 110, ...change },
    { key: "growth", title: "增减率", width: 90, narrow: 92, ...rate, shown: money.growth, unit: "（%）" },
    { key: "outturn", title: "上年执行数（元）", width: 130, ...amount },
    { key: "rate", title: "上年执行率", width: 95, ...rate, unit: "（%）" },
    ...(jixiao.evaluated ? [
      { key: "spent", title: "预算执行率（自评）", width: 110, ...rate, unit: "（%）" },
      { key: "score", title: "自评得分", width: 90, ...number },
      { key: "met", title: "达到（条）", width: 80, ...number },
      { key: "missed", title: "未达到（条）", width: 80, ...number },
      { key: "unknown", title: "无法判断（条）", width: 90, ...number },
    ].map((column) => ({ ...column, spare: true, filed: true, apart: true })) : []),
    { key: "comparison", title: "对比情况", width: 150, spare: true, filed: true, ...text },
    { key: "followed", title: "下年申报情况", width: 130, spare: true, filed: true, ...text },
    { key: "comprises", title: "当年预算口径", width: 200, spare: true, filed: true, ...text },
  ];

  /** A value as shown; a dash where there is none. */
  jixiao.shown = (column, entry) => (entry[column.key] === null ? "—" : column.shown(entry[column.key]));

  /** Compares two values of a column; what has none comes last in either direction. */
  jixiao.sorter = (column) => (a, b, _rowA, _rowB, _column, direction) => {
    const last = direction === "asc" ? 1 : -1;
    if (a === null || b === null) return a === b ? 0 : a === null ? last : -last;
    return column.compare(a, b);
  };
}
