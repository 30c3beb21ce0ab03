// The page 筛选查询: ties what the reader sets to the table, the totals, the address and what is taken away.
"use strict";
{
  const { jixiao } = globalThis;
  const app = document.querySelector(".jx-explorer");
  const form = app.querySelector("form");
  const root = app.dataset.root;
  jixiao.leastShare = BigInt(app.dataset.share);
  const entries = jixiao.entries();
  const at = (name) => app.querySelector(`[data-part="${name}"]`);
  const control = (name) => form.elements.namedItem(name);
  jixiao.latest = entries.length ? String(Math.max(...entries.map((entry) => entry.year))) : jixiao.view.ALL_YEARS;
  let view = jixiao.view.read(location.hash);
  let table;

  // ---- Ticked rows, for setting them side by side

  const picks = new Set();
  const most = Number(app.dataset.most);
  picks.toggle = (id, box) => {
    if (!box.checked) picks.delete(id);
    else if (picks.size < most) picks.add(id);
    else box.checked = false;
    showPicks(picks.size === most && !picks.has(id));
  };
  const showPicks = (refused) => {
    const link = at("compare");
    const enough = picks.size >= Number(app.dataset.least);
    link.hidden = !enough;
    link.textContent = `对照选中的 ${picks.size} 份`;
    if (enough) link.href = `${root}compare/?ids=${[...picks].map(encodeURIComponent).join(",")}`;
    at("picked").textContent = refused ? `最多选 ${most} 份。` : picks.size && !enough ? "再选一份就可以对照。" : "";
  };

  // ---- From the view to the form and back

  const fillChoices = () => {
    for (const key of jixiao.view.CHOICES) {
      const values = [...new Set(entries.map((entry) => entry[key] || jixiao.none))];
      values.sort(key === "year" ? (a, b) => b - a : new Intl.Collator("zh-CN").compare);
      control(key).append(...values.map((value) => new Option(key === "year" ? `${value}年` : value, value)));
    }
    control("year").options[0].value = jixiao.view.ALL_YEARS;
    for (const column of jixiao.columns) {
      for (const [direction, word] of [["desc", "从大到小"], ["asc", "从小到大"]]) {
        control("sort").append(new Option(`${column.title}，${column.kind === "text" ? (direction === "asc" ? "顺序" : "倒序") : word}`, `${column.key}-${direction}`));
      }
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "columns", value: column.key });
      const label = document.createElement("label");
      label.append(box, ` ${column.title}`);
      box.disabled = column.key === "name";
      at("columns").append(label);
    }
  };
  const boxes = () => [...at("columns").querySelectorAll("input")];
  const fillForm = () => {
    for (const [key, value] of Object.entries(view)) if (typeof value === "string" && control(key)) control(key).value = value;
    for (const box of boxes()) box.checked = view.columns.includes(box.value) || box.disabled;
  };
  const readForm = () => {
    for (const key of Object.keys(view)) if (key !== "columns" && control(key)) view[key] = control(key).value;
    view.columns = boxes().filter((box) => box.checked).map((box) => box.value);
    for (const key of Object.keys(jixiao.view.RANGES)) {
      for (const end of ["least", "most"]) {
        const input = control(`${key}-${end}`);
        const wrong = jixiao.view.limit(key, input.value) === undefined;
        input.setAttribute("aria-invalid", String(wrong));
        input.setCustomValidity(wrong ? "只写数字，最多两位小数" : "");
      }
    }
    at("wrong").textContent = form.querySelector("[aria-invalid=true]") ? "有的范围不是数字，没有用来筛选。" : "";
  };

  // ---- What is shown

  const shownEntries = () => table.getRows("active").filter((row) => row.getData).map((row) => row.getData());
  /** Of the chosen columns those that say something of what is shown. */
  const shownColumns = () => {
    const shown = shownEntries();
    return jixiao.columns.filter(({ key }) => view.columns.includes(key) && (!shown.length || shown.some((entry) => entry[key] !== null && entry[key] !== jixiao.notAsked)));
  };
  /** What stands in a file: the columns shown, and those that say what can be compared. */
  const filedColumns = () => [...new Set([...shownColumns(), ...jixiao.columns.filter((column) => column.filed)])];
  const showTotals = () => {
    const shown = shownEntries();
    const whole = jixiao.aggregate(shown);
    at("count").textContent = `显示 ${shown.length} 份，共 ${entries.length} 份`;
    for (const key of ["budget", "prior", "change", "growth", "outturn", "rate"]) {
      at(`total-${key}`).textContent = jixiao.shown(jixiao.columns.find((column) => column.key === key), whole);
    }
    at("total-comparable").textContent = whole.comparable === null ? "—" : jixiao.money.amount(whole.comparable);
    at("notes").textContent = notesOf(whole).join("");
  };

  /** The same words as summary.py has. */
  const LACKS = {
    new: "新增（上年没有同名申报表，或申报表填为新增项目）",
    blank: "申报表没有填上年预算额",
    unfiled: "表上没有上年预算额一栏，也没有收录这个项目上年的申报表",
    split: "上年的一个项目拆成了几个",
    unlike: "与上年所用表式的当年预算口径不同",
  };
  const notesOf = (whole) => {
    const { amount, rate } = jixiao.money;
    const told = ({ count, budget }) => `${count} 个 ${amount(budget)} 元`;
    const notes = [];
    if (whole.years > 1) notes.push(`所列跨 ${whole.years} 个年度，增减额、增减率和上年执行率不相加；请选一个年度。`);
    const lacks = Object.keys(LACKS).filter((lack) => whole.lacks.has(lack));
    if (lacks.length) notes.push(`可比项目 ${whole.known} 个；没有上年预算额的：${lacks.map((lack) => `${LACKS[lack]} ${told(whole.lacks.get(lack))}`).join("；")}。`);
    if (whole.share && whole.years < 2) notes.push(`可比项目的当年预算只占 ${rate(whole.share)}，低于本站设定的 ${app.dataset.shareWords}，不计算增减率。`);
    if (whole.comprises.size > 1) notes.push(`合计中有 ${whole.comprises.size} 种口径的当年预算，不宜直接比较：${[...whole.comprises].map(([words, sums]) => `${words}，${told(sums)}`).join("；")}。`);
    const empty = jixiao.columns.filter((column) => view.columns.includes(column.key) && !shownColumns().includes(column));
    if (empty.length) notes.push(`所列项目都没有的栏不列出：${empty.map((column) => column.title).join("、")}。`);
    if (whole.partial && whole.rate) notes.push("上年执行率只按上年预算额和上年执行数都有的项目计算。");
    return notes;
  };
  const keepAddress = () => {
    const hash = jixiao.view.write(view);
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  };
  // ---- What is taken away says what it is

  const LABELS = { budget: ["当年预算", "万元"], growth: ["增减率", "%"], rate: ["上年执行率", "%"], spent: ["预算执行率（自评）", "%"], score: ["自评得分", "分"], missed: ["未达到", "条"] };
  const conditionWords = () => jixiao.view.words(view, (key) => LABELS[key]);
  const publication = new Map([...at("source").querySelectorAll("dt")].map((name) => [name.textContent, name.nextElementSibling.textContent]));
  /** Where the site is, as far as a stranger can use it: a folder on this machine is left out. */
  const base = publication.get("网址") ?? (location.protocol === "file:" ? "" : new URL(root || ".", location.href).href);
  const source = () => ({
    base,
    notes: new Map([...publication, ["条件", conditionWords().join("；")], ["所列", `${shownEntries().length} 份申报表，共 ${entries.length} 份`], ["本页网址", `${base}explore/${location.hash}`]]),
  });
  const fileName = (ending) => {
    const date = publication.get("数据日期");
    return jixiao.take.fileName(["绩效目标申报表", ...conditionWords(), ...(date ? [`数据${date}`] : [])], ending);
  };

  const groups = () => {
    if (!view.group) return [];
    const found = Map.groupBy ? Map.groupBy(shownEntries(), (entry) => entry[view.group]) : groupBy(shownEntries());
    return [...found].map(([value, members]) => ({ label: jixiao.groupLabel(value), ...jixiao.aggregate(members) }));
  };
  const groupBy = (list) => {
    const found = new Map();
    for (const entry of list) found.set(entry[view.group], [...(found.get(entry[view.group]) ?? []), entry]);
    return found;
  };

  const showColumns = () => {
    const shown = shownColumns();
    for (const column of jixiao.columns) {
      const place = table.getColumn(column.key);
      const wanted = shown.includes(column);
      if (place.isVisible() !== wanted) wanted ? place.show() : place.hide();
    }
  };
  /** What has no column of its own stands below the name; rows are measured anew. */
  const showBelowNames = () => {
    for (const key of ["year", "unit"]) at("grid").classList.toggle(`jx-without-${key}`, !view.columns.includes(key));
  };
  const conditions = () => JSON.stringify(Object.entries(view).filter(([key]) => !["columns", "sort", "group"].includes(key)));
  const sortTable = () => {
    const [key, direction] = view.sort.split("-");
    if (view.sort === jixiao.view.AS_FILED) table.clearSort();
    else table.setSort(key, direction);
  };

  /** Brings the table to the view: only what differs is done, since each step goes through all rows. */
  const applied = { conditions: "", columns: "", sort: jixiao.view.AS_FILED, group: "" };
  const step = (name, value, act) => {
    if (applied[name] === value) return;
    applied[name] = value;
    act();
  };
  const apply = () => {
    step("sort", view.sort, sortTable);
    step("group", view.group, () => table.setGroupBy(view.group || false));
    step("conditions", conditions(), () => {
      table.setFilter(jixiao.view.matcher(view));
    });
    step("columns", `${conditions()} ${view.columns}`, () => {
      showBelowNames();
      showColumns();
      showTotals();
      table.redraw(true);
    });
    keepAddress();
  };

  // ---- What the reader does

  const wire = () => {
    let waiting;
    const changed = () => {
      readForm();
      apply();
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", changed);
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(changed, 150);
    });
    form.addEventListener("reset", () => setTimeout(() => {
      view = jixiao.view.read("");
      fillForm();
      changed();
    }));
    table.on("headerClick", () => {
      const [sorter] = table.getSorters();
      applied.sort = view.sort = sorter ? `${sorter.field}-${sorter.dir}` : jixiao.view.AS_FILED;
      control("sort").value = view.sort;
      keepAddress();
    });
    addEventListener("hashchange", () => {
      view = jixiao.view.read(location.hash);
      fillForm();
      apply();
    });
    const { take } = jixiao;
    at("csv").addEventListener("click", () => take.save(take.csv(filedColumns(), shownEntries(), source()), "text/csv;charset=utf-8", fileName("csv")));
    at("xlsx").addEventListener("click", () =>
      take.save(take.xlsx(filedColumns(), shownEntries(), groups(), source()), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", fileName("xlsx")));
    at("copy").addEventListener("click", () => {
      at("copied").textContent = take.copy(shownColumns(), shownEntries()) ? `已复制 ${shownEntries().length} 行。` : "浏览器不让复制，请改用下载。";
    });
    addEventListener("beforeprint", () => at("print").replaceChildren(take.table(shownColumns(), shownEntries())));
    addEventListener("afterprint", () => at("print").replaceChildren());
  };

  for (const part of app.querySelectorAll(":scope > form > details, :scope > details")) part.open = !jixiao.isNarrow();
  jixiao.learnOrder(entries.flatMap((entry) => [entry.name, entry.unit, ...jixiao.dimensions.map(({ id }) => entry[id])]));
  fillChoices();
  fillForm();
  app.hidden = false;
  document.querySelector(".jx-explorer-without").hidden = true;
  showBelowNames();
  table = jixiao.grid(at("grid"), entries, { root, columns: view.columns, picks });
  table.on("tableBuilt", () => {
    wire();
    readForm();
    apply();
    app.dataset.ready = "yes";
  });
}
