// The search dialog: what is typed, what is found, kinds, filters, sorting and the address. Data reaches the page as text nodes only.
"use strict";
{
  const search = globalThis.jixiaoSearch;
  const KINDS = [["declaration", "申报表"], ["report", "完成情况"], ["indicator", "指标"], ["rule", "检查规则"], ["page", "说明"]];
  const SORTS = [["", "相关程度"], ["budget", "当年预算从多到少"], ["growth", "比上年增幅从大到小"]];
  const STEP = 10;
  const WIDE = matchMedia("(min-width: 45em)");
  const HINT = "输入项目名称、单位、正文里的词、金额或文号；几个词用空格隔开，要同时出现。";

  const state = { q: "", kind: "", sort: "", shown: STEP };
  const nameOf = Object.fromEntries(KINDS);
  const rankOf = Object.fromEntries(KINDS.map(([kind], rank) => [kind, rank]));
  let ui = null;
  let current = { query: null, parts: [], found: [], final: true };

  /** What declarations are narrowed by: name and label. Those beyond year and unit are known once the catalogue is loaded. */
  const facets = () => [["year", "年度"], ["unit", "单位"], ...search.dimensions().map(({ id, label }) => [id, label])];
  const chosen = (except) => facets().map(([key]) => key).filter((key) => key !== except && state[key]);
  const kept = () => ["q", "kind", "sort", ...facets().map(([key]) => key)];

  /* ---- What is shown, and in which order ---- */

  const descending = (a, b) => (a === b ? 0 : b > a ? 1 : -1);
  const number = (page, fact) => page[fact] ?? -Infinity;

  const compare = (a, b) =>
    rankOf[a.page.kind] - rankOf[b.page.kind] ||
    (state.sort && descending(number(a.page, state.sort), number(b.page, state.sort))) ||
    b.score - a.score || descending(a.page.year ?? "", b.page.year ?? "") ||
    descending(number(a.page, "budget"), number(b.page, "budget")) || (a.page.address < b.page.address ? -1 : 1);

  /** What tells whether a page is of the chosen kind and passes the filters, but for one that is left out. */
  const passing = (except) => {
    const keys = chosen(except);
    return ({ page }) => (except === "kind" || !state.kind || page.kind === state.kind) && keys.every((key) => page.facets[key] === state[key]);
  };

  /** What is shown of all that is found, in order; sorted anew only where something else is found or chosen. */
  const shownOf = (now) => {
    const key = kept().slice(1).map((name) => state[name]).join("\n");
    if (now.ranked?.found !== now.found || now.ranked.key !== key) now.ranked = { found: now.found, key, list: now.found.filter(passing()).sort(compare) };
    return now.ranked.list;
  };

  /* ---- The dialog ---- */

  const make = (tag, attributes = {}, children = []) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const build = () => {
    const input = make("input", { type: "search", class: "jx-search-input", placeholder: "项目、文字、金额、文号", "aria-label": "搜索", autocomplete: "off", spellcheck: "false", maxlength: "200" });
    const close = make("button", { type: "button", class: "jx-search-close" }, ["关闭"]);
    const form = make("form", { class: "jx-search-form", role: "search" }, [input, close]);
    const kinds = make("div", { class: "jx-search-kinds", role: "group", "aria-label": "种类" });
    const summary = make("summary", {}, ["筛选与排序"]);
    const controls = make("div", { class: "jx-search-controls" });
    const filters = make("details", { class: "jx-search-filters" }, [summary, controls]);
    const status = make("p", { class: "jx-search-status", role: "status" });
    const progress = make("progress", { class: "jx-search-progress", max: "1", "aria-label": "核对进度", hidden: "" });
    const list = make("ol", { class: "jx-search-results" });
    const more = make("button", { type: "button", class: "jx-search-more" }, ["再显示一些"]);
    const take = make("button", { type: "button", class: "jx-search-take" }, ["下载这些结果（CSV）"]);
    const dialog = make("dialog", { class: "jx-search", "aria-label": "搜索申报表、完成情况、指标、检查规则和说明" },
      [form, kinds, filters, status, progress, list, make("div", { class: "jx-search-ends" }, [more, take])]);
    document.body.append(dialog);
    ui = { dialog, input, kinds, filters, summary, controls, status, progress, list, more, take };
    const unfold = () => { filters.open = WIDE.matches; };
    unfold();
    WIDE.addEventListener("change", unfold);
    const typed = () => { state.q = input.value; state.shown = STEP; refresh(); };
    input.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
    input.addEventListener("compositionend", typed);
    close.addEventListener("click", () => dialog.close());
    more.addEventListener("click", () => { state.shown += STEP; refresh(); });
    take.addEventListener("click", takeAway);
    form.addEventListener("submit", (event) => { event.preventDefault(); list.querySelector("a")?.click(); });
    dialog.addEventListener("close", () => remember(true));
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("keydown", arrows);
  };

  const failed = () => { ui.status.textContent = "搜索的数据没有载入成功，请刷新页面再试。"; };

  const arrows = (event) => {
    if (event.isComposing || (event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.target.tagName === "SELECT") return;
    const stops = [ui.input, ...ui.list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { next.focus(); event.preventDefault(); }
  };

  /* A search goes on in steps, and gives way to the next key stroke: look up, show, prove, show what the best say. */

  const refresh = () => {
    remember(false);
    if (current.query !== state.q) {
      uncount(current);
      const now = (current = { query: state.q, parts: search.parts(state.q), found: [], final: false, done: 0 });
      ui.dialog.setAttribute("aria-busy", "true");
      settle(now).catch(() => { if (now === current) failed(); });
      if (now.parts.length) { ui.status.textContent = told(now); return; }
    }
    show();
    quote(current).catch(failed);
  };

  /** What was found before stays on show until something else is, but its numbers are not those of what is typed now. */
  const uncount = (before) => {
    before.final = false;
    kinds(before);
    controls(before);
  };

  const settle = async (now) => {
    now.found = await search.find(now.parts);
    now.looked = true;
    if (now !== current) return;
    quote(now).catch(failed);
    for await (const done of search.prove(now.found, now.parts)) {
      if (now !== current) return;
      now.done = ui.progress.value = done;
      if (ui.list.children.length >= state.shown) continue; // what else is proved is put in its place at the end
      drop(now);
      show();
    }
    drop(now);
    now.final = true;
    if (now !== current) return;
    show();
    await quote(now);
  };

  const drop = (now) => { if (now.found.some(({ fails }) => fails)) now.found = now.found.filter(({ fails }) => !fails); };

  /** Load what the results on show say, until nothing is left to load. */
  const quote = async (now) => {
    const wanted = () => shownOf(now).slice(0, state.shown).filter((match) => match.passage === undefined && !match.quoting);
    for (let some = wanted(); some.length && now === current; some = wanted()) {
      for (const match of some) match.quoting = true;
      await Promise.all(some.map((match) => search.excerpt(match, now.parts)));
      drop(now);
      if (now === current) show();
    }
  };

  const show = () => {
    const now = current, all = shownOf(now), shown = all.filter(({ proved }) => proved);
    kinds(now);
    controls(now);
    ui.status.textContent = told(now, all);
    ui.progress.hidden = now.final || !now.looked;
    ui.progress.value = now.done ?? 0;
    list(shown.slice(0, state.shown).map((match) => result(match, now.parts)));
    ui.more.hidden = shown.length <= state.shown;
    ui.take.hidden = !now.final || !shown.length;
    const quoted = shown.slice(0, state.shown).every(({ passage }) => passage !== undefined);
    ui.dialog.setAttribute("aria-busy", String(!(now.final && quoted)));
  };

  /** Put the results into the list anew; whoever has walked to one of them stays there. */
  const list = (results) => {
    const walked = ui.list.contains(document.activeElement) ? document.activeElement.href : "";
    ui.list.replaceChildren(...results);
    if (!walked) return;
    const again = [...ui.list.querySelectorAll("a")].find((link) => link.href === walked);
    (again ?? ui.input).focus({ preventScroll: true });
  };

  /** What a screen reader says: a number only where it is final. */
  const told = (now, shown) => {
    if (!now.parts.length) return HINT;
    if (!now.looked) return "正在查找……";
    if (!now.final) return "正在核对……";
    if (!now.found.length) return "没有找到。可以少写几个字，或换一个词；金额写数字，例如 2665500 或 266.55万。";
    if (!shown.length) return "筛选以后没有了，请放宽筛选条件。";
    return shown.length === now.found.length ? `找到 ${shown.length} 条。` : `找到 ${now.found.length} 条，筛选后 ${shown.length} 条。`;
  };

  /* ---- Kinds and filters: how many there are of each is told once it is final ---- */

  const counted = (now, label, count) => (now.final ? `${label}（${count}）` : label);

  const kinds = (now) => {
    const among = now.found.filter(passing("kind"));
    const count = (kind) => among.filter(({ page }) => !kind || page.kind === kind).length;
    const focused = ui.kinds.contains(document.activeElement) ? document.activeElement.value : null;
    const buttons = [["", "全部"], ...KINDS].filter(([kind]) => !kind || kind === state.kind || count(kind)).map(([kind, label]) => {
      const button = make("button", { type: "button", value: kind, "aria-pressed": String(state.kind === kind) }, [counted(now, label, count(kind))]);
      button.addEventListener("click", () => { state.kind = kind; state.shown = STEP; refresh(); });
      return button;
    });
    ui.kinds.replaceChildren(...(now.found.length ? buttons : []));
    if (focused !== null) (ui.kinds.querySelector(`[value="${focused}"]`) ?? ui.input).focus();
  };

  const controls = (now) => {
    const focused = ui.controls.contains(document.activeElement) && document.activeElement.name;
    const narrowed = chosen().length;
    const filed = (kind) => kind === "declaration" || kind === "report";
    const selects = facets().map(([key, label]) => select(key, label, choices(now, key)));
    ui.controls.replaceChildren(...selects, select("sort", "排序", SORTS));
    ui.summary.textContent = narrowed ? `筛选与排序（已选 ${narrowed} 项）` : "筛选与排序";
    ui.filters.hidden = !(narrowed || ((!state.kind || filed(state.kind)) && now.found.some(({ page }) => filed(page.kind))));
    if (focused) ui.controls.querySelector(`select[name="${focused}"]`)?.focus();
  };

  const choices = (now, key) => {
    const counts = new Map(state[key] ? [[state[key], 0]] : []), passes = passing(key);
    for (const match of now.found) {
      const value = match.page.facets[key];
      if (value && passes(match)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [["", "全部"], ...[...counts.keys()].sort().map((value) => [value, counted(now, value, counts.get(value))])];
  };

  const select = (name, label, options) => {
    const element = make("select", { name }, options.map(([value, text]) => {
      const item = make("option", { value }, [text]);
      item.selected = (state[name] ?? "") === value;
      return item;
    }));
    element.addEventListener("change", () => { state[name] = element.value; state.shown = STEP; refresh(); });
    return make("label", {}, [`${label} `, element]);
  };

  /* ---- Results ---- */

  /** An amount in 元 from whole 分 as text. */
  const yuan = (fen) => {
    const sign = fen.startsWith("-") ? "-" : "", digits = fen.replace("-", "").padStart(3, "0"), cents = digits.slice(-2);
    return sign + digits.slice(0, -2) + (cents === "00" ? "" : `.${cents}`);
  };
  const grouped = (amount) => amount.replace(/\B(?<!\.\d*)(?=(?:\d{3})+(?!\d))/g, ",");

  const result = ({ page, passage }, parts) => {
    const link = make("a", { href: search.root + page.address }, marked(page.title, parts));
    const about = [page.about ?? nameOf[page.kind], page.year, page.unit, page.fen && `${grouped(yuan(page.fen))}\u00a0元`];
    const lines = [link, make("p", { class: "jx-search-about" }, [about.filter(Boolean).join(" · ")])];
    if (passage) lines.push(make("p", { class: "jx-search-excerpt" }, excerpt(passage, parts)));
    return make("li", {}, lines);
  };

  const excerpt = ({ label, text }, parts) => {
    const start = Math.max(0, (search.spans(text, parts)[0]?.[0] ?? 0) - 24);
    const cut = (start ? "…" : "") + text.slice(start, start + 110) + (start + 110 < text.length ? "…" : "");
    return [...(label ? [`${label}：`] : []), ...marked(cut, parts)];
  };

  const marked = (text, parts) =>
    search.marked(text, parts).map(({ text: piece, mark }) => (mark ? make("mark", {}, [piece]) : piece));

  const takeAway = async () => {
    if (!globalThis.jixiao?.take) await search.script("assets/javascripts/explorer/take.js").catch(failed);
    const text = (key, title, written = (value) => value ?? "") => ({ key, title, kind: "text", written });
    const columns = [text("kind", "种类"), text("title", "名称"), ...facets().map(([key, label]) => text(key, label)),
      { key: "yuan", title: "当年预算（元）", kind: "money", written: String }];
    const rows = shownOf(current).map(({ page }) => {
      const told = columns.map(({ key }) => [key, page.facets[key] ?? null]);
      return { ...Object.fromEntries(told), title: page.title, kind: page.about ?? nameOf[page.kind], yuan: page.fen && yuan(page.fen), address: page.address };
    });
    const { csv, save } = globalThis.jixiao.take;
    save(csv(columns, rows, { base: search.root, notes: new Map() }), "text/csv;charset=utf-8", `搜索 ${state.q.replaceAll(/[\\/:*?"<>|\s]+/g, " ").trim()}.csv`);
  };

  /* ---- The address ---- */

  const remember = (closed) => {
    const parameters = new URLSearchParams(location.search);
    for (const name of kept()) {
      if (!closed && state.q && state[name]) parameters.set(name, state[name]); else parameters.delete(name);
    }
    const query = parameters.toString();
    history.replaceState(history.state, "", location.pathname + (query ? `?${query}` : "") + location.hash);
  };

  const recall = () => {
    const parameters = new URLSearchParams(location.search);
    for (const name of kept().slice(1)) state[name] = (parameters.get(name) ?? "").slice(0, 200);
    if (!nameOf[state.kind]) state.kind = "";
  };

  let recalled = false;

  /** Open the dialog with a query, or with what was typed last; at first with what the address says. */
  search.open = (query = state.q) => {
    if (!ui) build();
    state.q = query.slice(0, 200);
    if (!ui.dialog.open) ui.dialog.showModal();
    ui.input.value = state.q;
    ui.input.focus();
    ui.input.select();
    ui.status.textContent = "正在载入……";
    return search.load().then(() => {
      if (!recalled) recall();
      recalled = true;
      refresh();
    }).catch(failed);
  };
}
