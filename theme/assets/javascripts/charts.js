// The scatter: one stop for the keyboard, whose arrow keys go from point to point; what lies together is told apart in words.
"use strict";
for (const plot of document.querySelectorAll(".jx-plot")) {
  const NEAR = 12; // px
  const told = plot.closest("figure").querySelector(".jx-plot-told");
  const points = [...plot.querySelectorAll("a")];
  const placeOf = (point) => {
    const { x, y, width, height } = point.querySelector("circle").getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };
  const across = points.map((point) => point).sort((a, b) => placeOf(a).x - placeOf(b).x || placeOf(b).y - placeOf(a).y);
  const wordsOf = (point) => point.getAttribute("aria-label");

  /** The points at a place, each by name and with its link; one alone is told by its own title. */
  const tell = ({ x, y }) => {
    const found = points.filter((point) => Math.hypot(placeOf(point).x - x, placeOf(point).y - y) <= NEAR);
    const link = (point) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("a"), { href: point.getAttribute("href"), textContent: wordsOf(point) }));
      return item;
    };
    const list = document.createElement("ul");
    list.append(...found.map(link));
    const head = Object.assign(document.createElement("p"), { textContent: `这里有 ${found.length} 个项目：` });
    told.replaceChildren(...(found.length > 1 ? [head, list] : []));
    return found.length;
  };
  const go = (step) => {
    const now = across.indexOf(document.activeElement);
    const next = now < 0 ? (step > 0 ? 0 : across.length - 1) : Math.min(Math.max(now + step, 0), across.length - 1);
    across[next].focus();
  };
  plot.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, Home: -Infinity, End: Infinity };
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.key in steps)) return;
    event.preventDefault();
    go(steps[event.key]);
  });
  plot.addEventListener("click", (event) => {
    if (event.detail && tell({ x: event.clientX, y: event.clientY }) > 1) event.preventDefault();
  });
}
