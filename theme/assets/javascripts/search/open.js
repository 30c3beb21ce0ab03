// The ways into the search: the button, the keys, the fields, a shared address. The search itself is loaded by whoever takes one.
"use strict";
{
  const folder = document.currentScript.src.replace(/open\.js.*$/, "");
  const PARTS = { text: "fold", index: "load", lookup: "find", dialog: "open" };

  const script = (name) => new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = `${folder}${name}.js`;
    element.onload = resolve;
    element.onerror = () => reject(new Error(name));
    document.head.append(element);
  });

  let loading = null;

  /** Load the parts that the page does not have, one after the other. */
  const load = async () => {
    for (const [name, gives] of Object.entries(PARTS)) if (!globalThis.jixiaoSearch?.[gives]) await script(name);
  };

  const open = (query) => {
    loading ??= load();
    return loading.then(() => globalThis.jixiaoSearch.open(query)).catch(() => {
      loading = null;
      button.textContent = "搜索没有载入，再试一次";
    });
  };

  const typing = (target) => target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (event.key === "/" || event.key === "s" || event.key === "f") { event.preventDefault(); open(); }
  });

  const make = (tag, attributes, children = []) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const button = make("button", { type: "button", class: "jx-search-open", title: "搜索（按 / 键）" }, ["搜索"]);
  button.addEventListener("click", () => open());
  document.querySelector(".md-header__inner")?.append(button);

  for (const place of document.querySelectorAll(".jx-find")) {
    const input = make("input", { type: "search", class: "jx-find-input", placeholder: "项目、文字、金额、文号", "aria-label": "搜索全站", autocomplete: "off", spellcheck: "false", maxlength: "200" });
    const form = make("form", { class: "jx-find-form", role: "search", "aria-label": "搜索全站" }, [input, make("button", { type: "submit", class: "md-button md-button--primary" }, ["搜索"])]);
    form.addEventListener("submit", (event) => { event.preventDefault(); open(input.value); });
    place.replaceChildren(form);
  }

  const shared = new URLSearchParams(location.search).get("q");
  if (shared) open(shared);
}
