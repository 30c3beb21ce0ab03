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
