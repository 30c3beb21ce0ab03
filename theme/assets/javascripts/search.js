/* Searching, in the browser alone: texts come from scripts below search-index/ (so that a folder works like a server),
   matching is literal once letter case and width are folded, and data reaches the page as text nodes only. */
(function () {
  "use strict";

  var root = document.currentScript.src.replace(/assets\/javascripts\/search\.js.*$/, "");
  var LISTS = ["texts.js", "pages.js"];
  var FILTERS = [["year", "年度"], ["unit", "单位"], ["type", "项目类型"], ["purpose", "资金用途"]];
  var FACTS = { year: 0, unit: 1, type: 2, purpose: 3, budget: 4, growth: 5 };
  var SORTS = [["", "相关程度"], ["budget", "当年预算从多到少"], ["growth", "比上年增幅从大到小"]];
  var STEP = 20;

  var pages = [];
  var loading = null;
  var state = { q: "", sort: "", shown: STEP };
  var ui = null;

  /* ---- The index ---- */

  window.jixiaoSearch = {
    shards: function (names) { names.forEach(function (name) { waiting.push(name); }); },
    add: function (found) { found.forEach(function (page) { pages.push(prepared(page)); }); }
  };
  var waiting = [];

  function script(name) {
    return new Promise(function (resolve, reject) {
      var element = document.createElement("script");
      element.src = root + "search-index/" + name;
      element.onload = resolve;
      element.onerror = function () { reject(new Error(name)); };
      document.head.appendChild(element);
    });
  }

  function load() {
    loading = loading || Promise.all(LISTS.map(script))
      .then(function () { return Promise.all(waiting.map(script)); });
    return loading;
  }

  function fold(text) {
    return text.replace(/[\uff01-\uff5e]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xfee0); })
      .replace(/\s/g, " ").replace(/[A-Z]/g, function (c) { return c.toLowerCase(); });
  }

  function prepared(page) {
    var passages = page[4].map(function (p) { return { label: p[0], weight: p[1], text: p[2], folded: fold(p[2]) }; });
    return { address: page[0], kind: page[1], title: page[2], facts: page[3], passages: passages, folded: fold(page[2]) };
  }

  /* ---- Matching and ranking ---- */

  function parts(query) { return fold(query).split(" ").filter(Boolean); }

  function match(page, wanted) {
    var score = 0, best = null;
    for (var i = 0; i < wanted.length; i++) {
      var weight = 0;
      page.passages.forEach(function (passage) {
        if (passage.folded.indexOf(wanted[i]) < 0) return;
        weight = Math.max(weight, passage.weight);
        if (passage.folded !== page.folded && (!best || passage.weight > best.weight)) best = passage;
      });
      if (!weight) return null;
      score += Math.pow(10, weight);
    }
    if (page.folded === wanted.join(" ")) score += 1e6;
    return { page: page, score: score, passage: best };
  }

  function number(page, fact) { var text = page.facts[FACTS[fact]]; return text === "" ? -Infinity : Number(text); }

  function compare(a, b) {
    if (state.sort) return descending(number(a.page, state.sort), number(b.page, state.sort)) || byRelevance(a, b);
    return byRelevance(a, b);
  }

  function byRelevance(a, b) {
    return b.score - a.score || (b.page.facts[0] > a.page.facts[0] ? 1 : b.page.facts[0] < a.page.facts[0] ? -1 : 0) ||
      descending(number(a.page, "budget"), number(b.page, "budget")) || (a.page.address < b.page.address ? -1 : 1);
  }

  function descending(a, b) { return a === b ? 0 : b > a ? 1 : -1; }

  function passes(page, except) {
    return FILTERS.every(function (filter) {
      var wanted = state[filter[0]];
      return filter[0] === except || !wanted || page.facts[FACTS[filter[0]]] === wanted;
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
    var dialog = make("dialog", { class: "jx-search", "aria-label": "搜索申报表和规则" },
      [make("form", { class: "jx-search-form", role: "search" }, [input, close]), controls, status, list, more]);
    document.body.appendChild(dialog);
    ui = { dialog: dialog, input: input, status: status, controls: controls, list: list, more: more };
    input.addEventListener("input", function () { state.q = input.value; state.shown = STEP; refresh(); });
    close.addEventListener("click", function () { dialog.close(); });
    more.addEventListener("click", function () { state.shown += STEP; refresh(); });
    dialog.firstChild.addEventListener("submit", function (event) { event.preventDefault(); openFirst(); });
    dialog.addEventListener("close", function () { remember(true); });
    dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("keydown", arrows);
  }

  function open() {
    if (!ui) build();
    if (!ui.dialog.open) ui.dialog.showModal();
    ui.input.value = state.q;
    ui.input.focus();
    ui.input.select();
    ui.status.textContent = "正在载入……";
    load().then(refresh, function () { ui.status.textContent = "搜索的数据没有载入成功，请刷新页面再试。"; loading = null; });
  }

  function openFirst() { var link = ui.list.querySelector("a"); if (link) link.click(); }

  function arrows(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.target.tagName === "SELECT") return;
    var stops = [ui.input].concat(Array.prototype.slice.call(ui.list.querySelectorAll("a")));
    var next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (stops[next]) { stops[next].focus(); event.preventDefault(); }
  }

  function refresh() {
    var wanted = parts(state.q);
    var matched = wanted.length ? pages.map(function (page) { return match(page, wanted); }).filter(Boolean) : [];
    var shown = matched.filter(function (found) { return passes(found.page); }).sort(compare);
    controls(matched);
    ui.status.textContent = told(wanted, matched.length, shown.length);
    ui.list.replaceChildren.apply(ui.list, shown.slice(0, state.shown).map(function (found) { return result(found, wanted); }));
    ui.more.hidden = shown.length <= state.shown;
    remember(false);
  }

  function told(wanted, matched, shown) {
    if (!wanted.length) return "输入项目名称、单位、正文里的词、金额或文号；几个词用空格隔开，要同时出现。";
    if (!matched) return "没有找到。可以少写几个字，或换一个词；金额只写数字，例如 2665500。";
    if (!shown) return "筛选以后没有了，请放宽筛选条件。";
    return shown === matched ? "找到 " + shown + " 处。" : "找到 " + matched + " 处，筛选后 " + shown + " 处。";
  }

  function controls(matched) {
    var focused = document.activeElement && document.activeElement.name;
    var selects = FILTERS.map(function (filter) { return select(filter[0], filter[1], choices(filter[0], matched)); });
    selects.push(select("sort", "排序", SORTS));
    ui.controls.replaceChildren.apply(ui.controls, matched.length ? selects : []);
    var again = focused && ui.controls.querySelector('select[name="' + focused + '"]');
    if (again) again.focus();
  }

  function choices(name, matched) {
    var counts = new Map();
    matched.forEach(function (found) {
      var value = found.page.facts[FACTS[name]];
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
    var page = found.page, facts = page.facts;
    var link = make("a", { href: root + page.address }, marked(page.title, wanted));
    var about = [page.kind, facts[0], facts[1], facts[4] && Number(facts[4]).toLocaleString("zh-CN") + " 元"];
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
    var folded = fold(text), pieces = [], from = 0;
    while (from < text.length) {
      var at = Infinity, length = 0;
      wanted.forEach(function (part) {
        var place = folded.indexOf(part, from);
        if (place >= 0 && (place < at || place === at && part.length > length)) { at = place; length = part.length; }
      });
      if (at === Infinity) break;
      if (at > from) pieces.push(text.slice(from, at));
      pieces.push(make("mark", {}, [text.slice(at, at + length)]));
      from = at + length;
    }
    if (from < text.length) pieces.push(text.slice(from));
    return pieces;
  }

  /* ---- The address, the button, the keys ---- */

  function remember(closed) {
    var parameters = new URLSearchParams(location.search);
    ["q", "sort"].concat(FILTERS.map(function (filter) { return filter[0]; })).forEach(function (name) {
      if (!closed && state.q && state[name]) parameters.set(name, state[name]); else parameters.delete(name);
    });
    var query = parameters.toString();
    history.replaceState(history.state, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }

  function recall() {
    var parameters = new URLSearchParams(location.search);
    if (!parameters.get("q")) return;
    ["q", "sort"].concat(FILTERS.map(function (filter) { return filter[0]; })).forEach(function (name) {
      state[name] = (parameters.get(name) || "").slice(0, 200);
    });
    open();
  }

  function typing(target) { return target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName); }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (event.key === "/" || event.key === "s" || event.key === "f") { event.preventDefault(); open(); }
  });

  var header = document.querySelector(".md-header__inner");
  if (header) {
    var button = make("button", { type: "button", class: "jx-search-open", title: "搜索（按 / 键）" }, ["搜索"]);
    button.addEventListener("click", open);
    header.appendChild(button);
  }
  recall();
})();
