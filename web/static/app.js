// What the pages gain when scripts run: the theme, live counts, kept drafts, copying. Every page works without it.
// Loaded in <head> without "defer" so that a chosen theme is on <html> before anything is painted.
(function () {
  "use strict";
  const root = document.documentElement;
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  const wide = window.matchMedia("(min-width: 62rem)");

  // Storage can be switched off in a browser; then nothing is kept and nothing breaks.
  function stored(store, key, value) {
    try {
      if (value === undefined) return window[store].getItem(key);
      if (value === null) window[store].removeItem(key);
      else window[store].setItem(key, value);
    } catch (error) { /* see above */ }
    return null;
  }

  // ---- theme: "light", "dark" or nothing, which follows the system ----
  function paint() {
    const chosen = stored("localStorage", "theme");
    root.dataset.bsTheme = chosen || (night.matches ? "dark" : "light");
    document.querySelectorAll("[data-theme-choice]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === (chosen || "system")));
    });
  }
  root.classList.add("js");
  paint();
  night.addEventListener("change", paint);

  // ---- live counts: <textarea data-count="id of the output" maxlength="600"> ----
  function count(area) {
    const output = document.getElementById(area.dataset.count);
    const left = area.maxLength - area.value.length;
    if (!output) return;
    output.textContent = area.value.length + " of " + area.maxLength;
    output.classList.toggle("count-near", left < area.maxLength / 10);
  }

  // ---- drafts: <form data-keep="a key of this person's"> survives an ended sign-in in the same tab ----
  function fields(form) {
    return Array.from(form.elements).filter(function (field) {
      return field.name && /^(TEXTAREA|SELECT|INPUT)$/.test(field.tagName) && !/^(hidden|password|file|submit)$/.test(field.type);
    });
  }

  function keep(form) {
    const values = fields(form).map(function (field) {
      return /^(radio|checkbox)$/.test(field.type) ? field.checked : field.value;
    });
    stored("sessionStorage", "kept:" + form.dataset.keep, JSON.stringify(values));
  }

  function restore(form) {
    const text = stored("sessionStorage", "kept:" + form.dataset.keep);
    const values = text ? JSON.parse(text) : [];
    const now = fields(form);
    if (form.querySelector("[data-unsaved]") || values.length !== now.length) return;
    let changed = false;
    now.forEach(function (field, at) {
      const part = /^(radio|checkbox)$/.test(field.type) ? "checked" : "value";
      changed = changed || field[part] !== values[at];
      field[part] = values[at];
    });
    const notice = form.querySelector("[data-kept-notice]");
    if (notice && changed) notice.hidden = false;
  }

  function forgetWhatWasSent() {
    const key = stored("sessionStorage", "sent");
    // At the door, on an error page or above a refused form, what was sent has not been saved: it stays kept.
    const saved = document.body.hasAttribute("data-signed-in") && !document.querySelector("[data-unsaved]");
    if (key && saved) stored("sessionStorage", "kept:" + key, null);
    stored("sessionStorage", "sent", null);
  }

  // ---- copying: <button data-copy="id, id" data-copied="Copied"> ----
  function copy(button) {
    const parts = button.dataset.copy.split(/[ ,]+/).map(function (id) {
      const part = document.getElementById(id);
      return part ? (part.value === undefined ? part.textContent : part.value).trim() : "";
    });
    navigator.clipboard.writeText(parts.filter(Boolean).join("\n\n")).then(function () {
      const label = button.querySelector("[data-label]") || button;
      label.textContent = button.dataset.copied || "Copied";
    });
  }

  function drawers() {
    document.querySelectorAll("details.drawer").forEach(function (drawer) { drawer.open = wide.matches; });
  }

  // Nobody should have to know how their time zone is called: <input data-zone> begins with the one of this device.
  function suggestZone(field) {
    if (!field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  }

  function prepare(part) {
    part.querySelectorAll("input[data-zone]").forEach(suggestZone);
    part.querySelectorAll("form[data-keep]").forEach(restore);
    part.querySelectorAll("textarea[data-count]").forEach(count);
    part.querySelectorAll("[data-needs-js]").forEach(function (piece) { piece.hidden = false; });
  }

  document.addEventListener("DOMContentLoaded", function () {
    forgetWhatWasSent();
    prepare(document);
    paint();
    drawers();
    wide.addEventListener("change", drawers);
    const summary = document.querySelector("[data-focus]");
    if (summary) summary.focus();
  });
  // A form saved while somebody types needs no keeping any more, unless the answer says that it was not saved.
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.target;
    if (form.dataset.keep && event.detail.successful) stored("sessionStorage", "kept:" + form.dataset.keep, null);
  });
  document.addEventListener("htmx:load", function (event) { if (event.target !== document.body) prepare(event.target); });

  document.addEventListener("input", function (event) {
    const field = event.target;
    if (field.matches("textarea[data-count]")) count(field);
    if (field.form && field.form.dataset.keep) keep(field.form);
  });
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.keep) stored("sessionStorage", "sent", form.dataset.keep);
    const waiting = form.querySelector("[data-waiting]");
    if (waiting) waiting.textContent = waiting.dataset.waiting;
    if (form.hasAttribute("data-forgets")) { try { sessionStorage.clear(); } catch (error) { /* nothing was kept */ } }
  });
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-theme-choice], [data-copy]");
    if (button && button.dataset.copy) copy(button);
    else if (button) {
      const choice = button.dataset.themeChoice;
      stored("localStorage", "theme", choice === "system" ? null : choice);
      paint();
    }
    document.querySelectorAll("details.more[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.more[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
})();
