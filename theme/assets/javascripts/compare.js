// The page 申报表对照: reads the ids from the address, loads each declaration's record, and lays the rows side by side.
"use strict";
{
  const { jixiao } = globalThis;
  const app = document.querySelector(".jx-compare");
  const { root } = app.dataset;
  const [least, most] = [Number(app.dataset.least), Number(app.dataset.most)];
  const at = (name) => app.querySelector(`[data-part="${name}"]`);
  const form = at("form");
  const known = new Map(jixiao.entries().map((entry) => [entry.id, entry]));
  const letters = "甲乙丙丁";
  let ids = [];

  const element = (tag, properties = {}, ...children) => {
    const found = Object.assign(document.createElement(tag), properties);
    found.append(...children);
    return found;
  };

  /** The ids in the address that are declarations of this site, each once. */
  const wanted = () => {
    const written = new URLSearchParams(location.search).get("ids") ?? new URLSearchParams(location.hash.slice(1)).get("ids") ?? "";
    return [...new Set(written.split(",").map((id) => id.trim()).filter(Boolean))];
  };
  const addressOf = (some) =>
    `${location.pathname}?ids=${some.map(encodeURIComponent).join(",").replaceAll("%2F", "/")}${form.elements.different.checked ? "&only=different" : ""}`;

  // ---- Rows side by side

  /** The rows of one part by their keys, in the order in which they first come; equal keys of one form keep apart. */
  const align = (forms, title) => {
    const rows = new Map();
    forms.forEach((filed, i) => {
      const times = new Map();
      for (const [key, label, text, fen] of filed.parts.find(([name]) => name === title)?.[1] ?? []) {
        times.set(key, (times.get(key) ?? 0) + 1);
        const place = `${key}\n${times.get(key)}`;
        if (!rows.has(place)) rows.set(place, { label, cells: Array(forms.length).fill(null) });
        rows.get(place).cells[i] = { label, text, fen };
      }
    });
    return [...rows.values()].filter(({ cells }) => cells.some((cell) => cell?.text)); // none filed it: nothing to say
  };

  /** In words, how the cells of a row differ. */
  const verdict = (cells) => {
    const having = cells.flatMap((cell, i) => (cell ? [i] : []));
    const same = having.every((i) => cells[i].text === cells[having[0]].text);
    if (having.length < cells.length) {
      return `${same ? "" : "不同，"}只见于${having.map((i) => letters[i]).join("、")}`;
    }
    return same ? "相同" : "不同";
  };

  /** By how much an amount differs from the first one. */
  const against = (cells, i) => {
    const [first, cell] = [cells[0], cells[i]];
    if (!i || !first?.fen || !cell?.fen) return "";
    const more = BigInt(cell.fen) - BigInt(first.fen);
    return more ? `比甲${more > 0n ? "多" : "少"} ${jixiao.money.amount(more < 0n ? -more : more)} 元` : "";
  };

  /** The part of amounts and rates, of which no words are marked. */
  const FIGURES = "预算与上年对比";

  /** What stands where a form says nothing: it has no such field; or it has one that was left blank. */
  const NOT_ASKED = { 申报表各栏: "（表上没有这一栏）" };

  /** A text with its changed words marked: against the first form's, and that one's own where two are set side by side. */
  const wordsOf = (cells, i, title) => {
    const [first, cell] = [cells[0], cells[i]];
    const other = i ? first : cells.length === 2 ? cells[1] : null;
    if (!cell) return [NOT_ASKED[title] ?? "（没有这一项）"];
    if (title === FIGURES || !cell.text || !other?.text || cell.fen || other.text === cell.text) return [cell.text || "（未填）"];
    const pieces = jixiao.marked(first.text, cells[i || 1].text)[i ? 1 : 0];
    return pieces.map(({ mark, text }) => (mark === "same" ? text : element(mark === "old" ? "del" : "ins", { textContent: text })));
  };

  const cellOf = (row, i, filed, title) => {
    const cell = row.cells[i];
    const found = element("td", {}, element("span", { className: "jx-filed" }, ...wordsOf(row.cells, i, title)));
    found.dataset.label = `${letters[i]} ${filed.year}年 ${filed.name}`;
    if (cell && cell.label !== row.label) found.prepend(element("span", { className: "jx-other-label", textContent: `${cell.label}：` }));
    const words = against(row.cells, i);
    if (words) found.append(" ", element("small", { textContent: words }));
    return found;
  };

  const headOf = (filed, i) => {
    const link = element("a", { href: root + filed.address, textContent: filed.name });
    const head = element("th", { scope: "col" }, `${letters[i]} `, link, " ", element("small", { textContent: `${filed.year}年，${filed.unit}` }));
    if (ids.length > least) {
      const others = ids.filter((_, n) => n !== i);
      head.append(" ", element("a", { href: addressOf(others), className: "jx-remove", textContent: "移除", ariaLabel: `移除${filed.name}` }));
    }
    return head;
  };

  const tableOf = (forms, title) => {
    const rows = align(forms, title);
    if (!rows.length) return "";
    const table = element("table", { className: "jx-table jx-stacked jx-changed jx-side-by-side" }, element("caption", { className: "jx-quiet", textContent: title }));
    const head = element("tr", {}, element("th", { scope: "col", textContent: "栏目" }), ...forms.map(headOf), element("th", { scope: "col", textContent: "异同" }));
    const lines = rows.map((row) => {
      const words = verdict(row.cells);
      const last = element("td", { className: "jx-verdict", textContent: words });
      last.dataset.label = "异同";
      const line = element("tr", { className: words === "相同" ? "jx-same" : "jx-different" }, element("th", { scope: "row", textContent: row.label }));
      line.append(...forms.map((filed, i) => cellOf(row, i, filed, title)), last);
      return line;
    });
    table.append(element("thead", {}, head), element("tbody", {}, ...lines));
    const different = rows.filter((row) => verdict(row.cells) !== "相同").length;
    const heading = element("h2", { textContent: title }, "");
    heading.append(" ", element("small", { textContent: different ? `${rows.length} 行，${different} 行不同` : `${rows.length} 行，全部相同` }));
    const wrap = element("div", { className: "jx-table-wrap", tabIndex: 0, ariaLabel: title }, table);
    wrap.setAttribute("role", "region");
    return element("section", {}, heading, wrap);
  };

  // ---- The page

  const say = (words) => (at("state").textContent = words);
  const show = async () => {
    const asked = wanted();
    ids = asked.filter((id) => known.has(id)).slice(0, most);
    const unknown = asked.filter((id) => !known.has(id));
    const words = [];
    if (unknown.length) words.push(`没有这个编号的申报表：${unknown.join("、").slice(0, 200)}。`);
    if (asked.length - unknown.length > most) words.push(`最多并排 ${most} 份，只列前 ${most} 份。`);
    form.elements.id.disabled = ids.length >= most;
    if (ids.length < least) {
      words.push(ids.length ? `已有“${known.get(ids[0]).name}”（${known.get(ids[0]).year}年），再添加一份就可以对照。` : `请添加 ${least} 到 ${most} 份申报表。`);
      return say(words.join(""));
    }
    let forms;
    try {
      forms = await Promise.all(ids.map(globalThis.jixiaoSearch.record));
    } catch {
      return say("申报表的数据没有读到，请重新打开本页。");
    }
    const titles = [...new Set(forms.flatMap((filed) => filed.parts.map(([title]) => title)))];
    const editions = new Set(forms.map((filed) => filed.edition));
    if (new Set(forms.map((filed) => filed.year)).size > 1) words.push("各份不是同一年度；“上年”各指其年度的前一年。");
    if (editions.size > 1) words.push("各份表式不同：含义相同的栏目排在一行，其余各自成行。");
    say(words.join("") || `并排 ${forms.length} 份申报表。`);
    at("tables").replaceChildren(...titles.map((title) => tableOf(forms, title)));
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const written = form.elements.id.value.trim();
    const found = known.get(written) ?? [...known.values()].find((entry) => labelOf(entry) === written || entry.name === written);
    if (!found) return say(`没有找到“${written}”。`);
    if (ids.includes(found.id)) return say("这一份已经在对照里。");
    location.assign(addressOf([...ids, found.id]));
  });
  const { different } = form.elements;
  different.checked = new URLSearchParams(location.search).get("only") === "different";
  const showOnly = () => app.classList.toggle("jx-only-different", different.checked);
  different.addEventListener("change", () => {
    showOnly();
    if (ids.length) history.replaceState(null, "", addressOf(ids));
  });
  showOnly();
  const labelOf = (entry) => `${entry.name}（${entry.year}年，${entry.unit}）`;
  form.elements.id.addEventListener("input", () => {
    const words = jixiao.fold(form.elements.id.value);
    const fits = [...known.values()].filter((entry) => words && (entry.text.includes(words) || entry.id.includes(words)));
    at("known").replaceChildren(...fits.slice(0, 30).map((entry) => element("option", { value: labelOf(entry) })));
  });
  addEventListener("hashchange", () => location.reload());
  document.querySelector(".jx-compare-without").hidden = true;
  app.hidden = false;
  show().then(() => (app.dataset.ready = "yes"));
}
