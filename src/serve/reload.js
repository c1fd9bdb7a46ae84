// Reloads a previewed page when the site was built anew, and shows what keeps it from being built.
// It is no part of a site: only `alongside serve` puts it in.
const seen = new URL(document.currentScript.src).search.slice(1);
const source = new EventSource("/__alongside/events");

source.addEventListener("state", async (event) => {
  const { version, errors } = JSON.parse(event.data);
  if (!errors && version !== seen) {
    location.reload();
  } else if (errors) {
    show(await (await fetch("/__alongside/errors")).text());
  }
});

function show(text) {
  document.getElementById("alongside-errors")?.remove();
  const panel = document.createElement("dialog");
  panel.id = "alongside-errors";
  panel.setAttribute("aria-label", "Mistakes that keep the site from being built");
  panel.style.cssText = "max-inline-size: 60rem; max-block-size: 80vb; overflow: auto";
  const words = document.createElement("pre");
  words.style.whiteSpace = "pre-wrap";
  words.textContent = text;
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => panel.remove());
  panel.append(words, close);
  document.body.append(panel);
  panel.showModal();
}
