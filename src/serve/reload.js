// Reloads a previewed page when it would be another now, and shows what keeps the site from being made.
// It is no part of a site: only `alongside serve` puts it in.
const seen = new URL(document.currentScript.src).search.slice(1);
const panel = "alongside-errors";
const source = new EventSource("/__alongside/events?" + encodeURIComponent(location.pathname));

source.addEventListener("state", async (event) => {
  const { mark, errors } = JSON.parse(event.data);
  if (errors) {
    show(await (await fetch("/__alongside/errors")).text());
  } else if (mark !== seen) {
    location.reload();
  } else {
    document.getElementById(panel)?.remove();
  }
});

function show(text) {
  document.getElementById(panel)?.remove();
  const dialog = document.createElement("dialog");
  dialog.id = panel;
  dialog.setAttribute("aria-label", "Mistakes that keep the site from being built");
  dialog.style.cssText = "max-inline-size: 60rem; max-block-size: 80vb; overflow: auto";
  const { body } = new DOMParser().parseFromString(text, "text/html");
  const link = document.createElement("a");
  link.href = "/__alongside/errors";
  link.textContent = "Show this as a page";
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.remove());
  dialog.append(...body.children, link, " ", close);
  document.body.append(dialog);
  dialog.showModal();
}
