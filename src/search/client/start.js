// On every page: a button in the place of the link to the search page. By it, or by `/`, a dialog opens with a form that works
// at once; what suggests and finds is fetched only then.

const link = document.querySelector("a[data-search-open]");
// Where a reader has turned the key off, quick.js keeps it.
const KEY = "alongside-search-key";
let dialog;

const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
};

function build() {
  const { label, close } = link.dataset;
  const shut = make("button", { type: "button", class: "quick-close" }, close);
  const words = { id: "quick-words", name: "q", autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "search", autofocus: "" };
  const head = make("div", { class: "quick-head" }, make("label", { for: "quick-words", id: "quick-label" }, label), shut);
  const line = make("div", { class: "search-line" }, make("input", words), make("button", {}, link.textContent.trim()));
  const form = make("form", { role: "search", action: link.getAttribute("href") }, head, line);
  dialog = make("dialog", { class: "quick", "aria-labelledby": "quick-label" }, form, make("p", { role: "status", class: "quick-status" }));
  // What lies beside the dialog is the dialog's own backdrop.
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || target === shut) dialog.close();
  });
  document.body.append(dialog);
}

function open() {
  if (!dialog) build();
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input").select();
  import("./engine.js").catch(() => {});
  // Without it the form still leads to the search page.
  import("./quick.js").then(({ fill }) => fill(dialog, link.href, KEY)).catch(() => {});
}

function allowed() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

addEventListener("keydown", (event) => {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (key !== "/" || ctrlKey || metaKey || altKey || event.defaultPrevented || target.isContentEditable) return;
  if (/^(input|textarea|select)$/i.test(target.tagName) || !allowed()) return;
  const field = document.querySelector("#search input");
  if (!field && !link) return;
  event.preventDefault();
  if (field) field.focus();
  else open();
});

// The search page has its own field.
if (link && !link.hasAttribute("aria-current")) {
  const button = make("button", { type: "button", class: link.className, title: `${link.dataset.label} (/)`, "aria-haspopup": "dialog", "aria-keyshortcuts": "/" });
  button.append(...link.cloneNode(true).childNodes);
  button.addEventListener("click", open);
  link.replaceWith(button);
}
