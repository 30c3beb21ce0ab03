// A site opened from a folder has no server that turns "rules/" into "rules/index.html": do it when a link is followed.
if (location.protocol === "file:") {
  const completeLink = (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    const url = new URL(link.getAttribute("href"), document.baseURI);
    if (url.protocol !== "file:" || !url.pathname.endsWith("/")) return;
    url.pathname += "index.html";
    link.setAttribute("href", url.href);
  };
  for (const type of ["click", "auxclick", "contextmenu"]) document.addEventListener(type, completeLink, true);
}
// On paper a page says its address: the one that the reader sees, with all that is set in it.
addEventListener("beforeprint", () => {
  const place = document.querySelector(".jx-address");
  if (place && location.protocol !== "file:") place.textContent = decodeURI(location.href);
});
