// The search dialog: what is typed, what is found, filters, sorting and the address. Data reaches the page as text nodes only.
(function () {
  "use strict";

  var search = globalThis.jixiaoSearch;
  var root = search.root;
  var SORTS = [["", "相关程度"], ["budget", "当年预算从多到少"], ["growth", "比上年增幅从大到小"]];
  var STEP = 10;
  var MOST_PROVED = 200;
  var TOGETHER = 10;

  var state = { q: "", sort: "", shown: STEP };
  var ui = null;
  var current = { query: null, parts: [], found: [], limit: MOST_PROVED };

  /* ---- Ranking ---- */

  function compare(a, b) {
    if (state.sort) return descending(number(a.page, state.sort), number(b.page, state.sort)) || byRelevance(a, b);
    return byRelevance(a, b);
  }

  function number(page, fact) { return page[fact] === null ? -Infinity : page[fact]; }

  function byRelevance(a, b) {
    return b.score - a.score || descending(a.page.year, b.page.year) ||
      descending(number(a.page, "budget"), number(b.page, "budget")) || (a.page.address < b.page.address ? -1 : 1);
  }

  function descending(a, b) { return a === b ? 0 : b > a ? 1 : -1; }

  /** What results are narrowed by: name and label. Those beyond year and unit are known once the catalogue is loaded. */
  function filters() {
    return [["year", "年度"], ["unit", "单位"]].concat(search.dimensions().map(function (dimension) { return [dimension.id, dimension.label]; }));
  }

  function passes(page, except) {
    return filters().every(function (filter) {
      var wanted = state[filter[0]];
      return filter[0] === except || !wanted || page.facets[filter[0]] === wanted;
    });
  }

  /* ---- The dialog ---- */

  function make(tag, attributes, children) {
    var element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    (children || []).forEach(function (child) {
      element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
    });
    return element;
  }

  function build() {
    var input = make("input", { type: "search", class: "jx-search-input", placeholder: "项目、单位、文字、金额、文号", "aria-label": "搜索",
      autocomplete: "off", spellcheck: "false", maxlength: "200" });
    var close = make("button", { type: "button", class: "jx-search-close" }, ["关闭"]);
    var status = make("p", { class: "jx-search-status", role: "status" });
    var controls = make("div", { class: "jx-search-controls" });
    var list = make("ol", { class: "jx-search-results" });
    var more = make("button", { type: "button", class: "jx-search-more" }, ["再显示一些"]);
    var rest = make("button", { type: "button", class: "jx-search-rest", hidden: "" }, ["继续核对"]);
    var dialog = make("dialog", { class: "jx-search", "aria-label": "搜索申报表和规则" },
      [make("form", { class: "jx-search-form", role: "search" }, [input, close]), controls, status, list, more, rest]);
    document.body.appendChild(dialog);
    ui = { dialog: dialog, input: input, status: status, controls: controls, list: list, more: more, rest: rest };
    input.addEventListener("input", function () { state.q = input.value; state.shown = STEP; refresh(); });
    close.addEventListener("click", function () { dialog.close(); });
    more.addEventListener("click", function () { state.shown += STEP; refresh(); });
    rest.addEventListener("click", function () { current.limit = MOST_PROVED; refresh(); });
    dialog.firstChild.addEventListener("submit", function (event) { event.preventDefault(); openFirst(); });
    dialog.addEventListener("close", function () { remember(true); });
    dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("keydown", arrows);
  }

  /** Open the dialog; ``prepare`` is called once all is loaded, before anything is looked up. */
  function open(prepare) {
    if (!ui) build();
    if (!ui.dialog.open) ui.dialog.showModal();
    ui.input.value = state.q;
    ui.input.focus();
    ui.input.select();
    ui.status.textContent = "正在载入……";
    search.load().then(function () {
      if (prepare) prepare();
      refresh();
    }, failed);
  }

  function failed() { ui.status.textContent = "搜索的数据没有载入成功，请刷新页面再试。"; }

  function openFirst() { var link = ui.list.querySelector("a"); if (link) link.click(); }

  function arrows(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.target.tagName === "SELECT") return;
    var stops = [ui.input].concat(Array.prototype.slice.call(ui.list.querySelectorAll("a")));
    var next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (stops[next]) { stops[next].focus(); event.preventDefault(); }
  }

  /* A search goes on in steps, and gives way to the next key stroke: look up, show, prove what is shown, prove the rest. */

  function refresh() {
    remember(false);
    if (current.query === state.q) { show(); prove(current); return; }
    var now = current = { query: state.q, parts: search.parts(state.q), found: [], limit: MOST_PROVED, looking: true };
    ui.dialog.setAttribute("aria-busy", "true");
    search.find(now.parts).then(function (found) {
      if (now !== current) return;
      now.looking = false;
      now.found = found;
      show();
      return prove(now);
    }).catch(failed);
    if (!now.parts.length) show();
  }

  function shownOf(now) { return now.found.filter(function (found) { return passes(found.page); }).sort(compare); }

  /** Prove the best that are not proved yet, a few at a time, first those on show, then on to the limit. */
  function prove(now) {
    if (now.proving || now !== current) return Promise.resolve();
    var ranked = shownOf(now);
    var wanted = ranked.slice(0, state.shown).filter(function (found) { return found.passage === undefined; });
    if (!wanted.length) wanted = ranked.concat(now.found).filter(function (found) { return !found.proved; });
    wanted = wanted.slice(0, Math.min(TOGETHER, now.limit));
    if (!wanted.length) return Promise.resolve();
    now.proving = true;
    now.limit -= wanted.filter(function (found) { return !found.proved; }).length;
    return Promise.all(wanted.map(function (found) { return search.prove(found, now.parts); })).then(function (matches) {
      now.proving = false;
      var none = new Set(wanted.filter(function (_, i) { return !matches[i]; }));
      now.found = now.found.filter(function (found) { return !none.has(found); });
      if (now !== current) return;
      show();
      return prove(now);
    });
  }

  function show() {
    var now = current, shown = shownOf(now);
    var settled = shown.filter(function (found) { return found.proved; });
    var open_ = now.found.filter(function (found) { return !found.proved; }).length;
    controls(now.found);
    ui.status.textContent = told(now, now.found.length, shown.length, open_);
    list(settled.slice(0, state.shown).map(function (found) { return result(found, now.parts); }));
    ui.more.hidden = settled.length <= state.shown;
    ui.rest.hidden = !(open_ && now.limit <= 0);
    ui.dialog.setAttribute("aria-busy", String(Boolean(now.looking || (open_ && now.limit > 0))));
  }

  /** Put the results into the list anew; whoever has walked to one of them stays there. */
  function list(results) {
    var walked = ui.list.contains(document.activeElement) ? document.activeElement.href : "";
    ui.list.replaceChildren.apply(ui.list, results);
    if (!walked) return;
    var again = Array.prototype.find.call(ui.list.querySelectorAll("a"), function (link) { return link.href === walked; });
    (again || ui.input).focus({ preventScroll: true });
  }

  function told(now, matched, shown, open_) {
    if (!now.parts.length) return "输入项目名称、单位、正文里的词、金额或文号；几个词用空格隔开，要同时出现。";
    if (now.looking) return "正在查找……";
    if (!matched) return "没有找到。可以少写几个字，或换一个词；金额只写数字，例如 2665500。";
    if (open_) return "至多 " + shown + " 处，还有 " + open_ + " 处" + (now.limit > 0 ? "正在逐字核对……" : "没有核对。");
    if (!shown) return "筛选以后没有了，请放宽筛选条件。";
    return shown === matched ? "找到 " + shown + " 处。" : "找到 " + matched + " 处，筛选后 " + shown + " 处。";
  }

  function controls(matched) {
    var focused = document.activeElement && document.activeElement.name;
    var selects = filters().map(function (filter) { return select(filter[0], filter[1], choices(filter[0], matched)); });
    selects.push(select("sort", "排序", SORTS));
    ui.controls.replaceChildren.apply(ui.controls, matched.length ? selects : []);
    var again = focused && ui.controls.querySelector('select[name="' + focused + '"]');
    if (again) again.focus();
  }

  function choices(name, matched) {
    var counts = new Map();
    matched.forEach(function (found) {
      var value = found.page.facets[name];
      if (value && passes(found.page, name)) counts.set(value, (counts.get(value) || 0) + 1);
    });
    if (state[name] && !counts.has(state[name])) counts.set(state[name], 0);
    var values = Array.from(counts.keys()).sort();
    return [["", "全部"]].concat(values.map(function (value) { return [value, value + "（" + counts.get(value) + "）"]; }));
  }

  function select(name, label, options) {
    var element = make("select", { name: name }, options.map(function (option) {
      var item = make("option", { value: option[0] }, [option[1]]);
      item.selected = (state[name] || "") === option[0];
      return item;
    }));
    element.addEventListener("change", function () { state[name] = element.value; state.shown = STEP; refresh(); });
    return make("label", {}, [label + " ", element]);
  }

  /* ---- Results ---- */

  function result(found, wanted) {
    var page = found.page;
    var link = make("a", { href: root + page.address }, marked(page.title, wanted));
    var about = [page.kind, page.year, page.unit, page.budget !== null && page.budget.toLocaleString("zh-CN") + " 元"];
    var lines = [link, make("p", { class: "jx-search-about" }, [about.filter(Boolean).join(" · ")])];
    if (found.passage) lines.push(make("p", { class: "jx-search-excerpt" }, excerpt(found.passage, wanted)));
    return make("li", {}, lines);
  }

  function excerpt(passage, wanted) {
    var at = Math.min.apply(null, wanted.map(function (part) {
      var place = passage.folded.indexOf(part);
      return place < 0 ? Infinity : place;
    }));
    var start = at === Infinity ? 0 : Math.max(0, at - 24);
    var text = (start ? "…" : "") + passage.text.slice(start, start + 110) + (start + 110 < passage.text.length ? "…" : "");
    return (passage.label ? [passage.label + "："] : []).concat(marked(text, wanted));
  }

  function marked(text, wanted) {
    return search.marked(text, wanted).map(function (piece) { return piece.mark ? make("mark", {}, [piece.text]) : piece.text; });
  }

  /* ---- The address, the button, the keys ---- */

  function remember(closed) {
    var parameters = new URLSearchParams(location.search);
    ["q", "sort"].concat(filters().map(function (filter) { return filter[0]; })).forEach(function (name) {
      if (!closed && state.q && state[name]) parameters.set(name, state[name]); else parameters.delete(name);
    });
    var query = parameters.toString();
    history.replaceState(history.state, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }

  function recall() {
    var parameters = new URLSearchParams(location.search);
    if (!parameters.get("q")) return;
    function take(names) { names.forEach(function (name) { state[name] = (parameters.get(name) || "").slice(0, 200); }); }
    take(["q", "sort"]);
    open(function () { take(filters().map(function (filter) { return filter[0]; })); });
  }

  function typing(target) { return target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName); }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (event.key === "/" || event.key === "s" || event.key === "f") { event.preventDefault(); open(); }
  });

  var header = document.querySelector(".md-header__inner");
  if (header) {
    var button = make("button", { type: "button", class: "jx-search-open", title: "搜索（按 / 键）" }, ["搜索"]);
    button.addEventListener("click", function () { open(); });
    header.appendChild(button);
  }
  recall();
})();
