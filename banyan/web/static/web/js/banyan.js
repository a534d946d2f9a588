/* What makes a page smoother. Every page works without it. */
(function () {
  "use strict";
  var doc = document;
  var DRAFT_DAYS = 7;
  var REST_AFTER = 4000;

  function all(selector, root) {
    return Array.prototype.slice.call((root || doc).querySelectorAll(selector));
  }

  function on(name, selector, act) {
    doc.addEventListener(name, function (event) {
      var found = event.target.closest ? event.target.closest(selector) : null;
      if (found) act(found, event);
    });
  }

  /* Keyboard on inbox lists: j and k walk, Enter opens, x ticks. */
  function walk(list, step) {
    var items = all("[data-item]", list);
    var at = items.indexOf(doc.activeElement.closest("[data-item]"));
    var next = items[Math.min(Math.max(at + step, 0), items.length - 1)];
    if (!next) return;
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  doc.addEventListener("keydown", function (event) {
    var list = doc.querySelector("[data-keys]");
    if (!list || event.altKey || event.ctrlKey || event.metaKey || doc.querySelector("dialog[open]")) return;
    if (event.target.closest("input, textarea, select")) return;
    var item = event.target.closest("[data-item]");
    if (event.key === "j") walk(list, 1);
    else if (event.key === "k") walk(list, -1);
    else if (event.key === "Enter" && item === event.target) (item.querySelector("[data-open]") || item).click();
    else if (event.key === "x" && item) item.querySelector("input[type=checkbox]").click();
    else return;
    event.preventDefault();
  });

  /* Drafts: kept on this device until a page says the act is done, never for secrets. */
  function drafts() {
    return doc.body.dataset.drafts ? "draft:" + doc.body.dataset.drafts + ":" : "";
  }

  function draftFields(form) {
    return all("input, textarea, select", form).filter(function (field) {
      return field.name && !/^(hidden|password|file|submit)$/.test(field.type) && !field.closest("[data-secret]");
    });
  }

  function saveDraft(form) {
    var kept = draftFields(form).map(function (field) {
      return [field.name, field.value, /^(checkbox|radio)$/.test(field.type) ? field.checked : null];
    });
    localStorage.setItem(drafts() + form.dataset.draft, JSON.stringify({ at: Date.now(), kept: kept }));
  }

  function restoreDraft(form) {
    var key = drafts() + form.dataset.draft;
    var draft = JSON.parse(localStorage.getItem(key) || "null");
    if (!draft || form.querySelector(".is-wrong")) return;
    if (Date.now() - draft.at > DRAFT_DAYS * 864e5) return localStorage.removeItem(key);
    draft.kept.forEach(function (row) {
      draftFields(form).forEach(function (field) {
        if (field.name !== row[0]) return;
        if (row[2] === null) field.value = row[1];
        else if (field.value === row[1]) field.checked = row[2];
      });
    });
    all("[data-draft-note]", form).forEach(function (note) { note.hidden = false; });
  }

  function forgetSent() {
    var sent = sessionStorage.getItem("draft-sent");
    if (!sent || !doc.querySelector("[data-done]")) return;
    localStorage.removeItem(sent);
    sessionStorage.removeItem("draft-sent");
  }

  function forgetAll() {
    Object.keys(localStorage).forEach(function (key) {
      if (key.indexOf("draft:") === 0) localStorage.removeItem(key);
    });
  }

  on("input", "form[data-draft]", function (form) { if (drafts()) saveDraft(form); });
  on("click", "[data-draft-drop]", function (button) {
    var form = button.closest("form");
    localStorage.removeItem(drafts() + form.dataset.draft);
    form.reset();
    button.closest("[data-draft-note]").hidden = true;
  });
  on("submit", "form[data-forget-drafts]", forgetAll);

  /* One press, one post. */
  on("submit", "form", function (form, event) {
    if (form.getAttribute("aria-busy") === "true") return event.preventDefault();
    if (form.dataset.draft) sessionStorage.setItem("draft-sent", drafts() + form.dataset.draft);
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    form.setAttribute("aria-busy", "true");
    /* A download leaves the page as it is: let it be pressed again. */
    setTimeout(rest, REST_AFTER);
  });
  function rest() {
    all("form[aria-busy]").forEach(function (form) { form.removeAttribute("aria-busy"); });
  }
  window.addEventListener("pageshow", rest);

  /* Copy a ready text; on a plain http address the clipboard is closed to us, so select and copy. */
  function copied(button) {
    button.textContent = button.dataset.copied || button.textContent;
  }

  on("click", "[data-copy]", function (button) {
    var source = doc.querySelector(button.dataset.copy);
    var words = source.value || source.textContent;
    if (navigator.clipboard) return navigator.clipboard.writeText(words).then(function () { copied(button); });
    getSelection().selectAllChildren(source);
    if (doc.execCommand("copy")) copied(button);
  });

  on("click", "[data-print]", function () { window.print(); });

  /* Files: say the size, refuse what is too large before it travels, shrink photos on the phone. */
  function megabytes(size) {
    return size < 1048576 ? Math.ceil(size / 1024) + " KB" : (size / 1048576).toFixed(1) + " MB";
  }

  /* A picture that cannot be opened here travels as it is. */
  function shrunk(file, side) {
    if (!/^image\//.test(file.type)) return file;
    return createImageBitmap(file).then(function (picture) {
      var scale = Math.min(1, side / Math.max(picture.width, picture.height));
      if (scale === 1) return file;
      var canvas = doc.createElement("canvas");
      canvas.width = picture.width * scale;
      canvas.height = picture.height * scale;
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.82); }).then(function (blob) {
        return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
      });
    }).catch(function () { return file; });
  }

  function shrink(input, side) {
    Promise.all(Array.from(input.files, function (file) { return shrunk(file, side); })).then(function (files) {
      var basket = new DataTransfer();
      files.forEach(function (file) { basket.items.add(file); });
      input.files = basket.files;
      hint(input);
    });
  }

  /* What was chosen stands under the field, a line each. */
  function noteUnder(input) {
    var note = doc.getElementById(input.dataset.sizeNote || "") || input.nextElementSibling;
    if (note) return note;
    note = doc.createElement("div");
    note.className = "help chosen";
    note.setAttribute("role", "status");
    input.after(note);
    return note;
  }

  function hint(input) {
    var files = Array.from(input.files), limit = Number(input.dataset.maxMb) * 1048576;
    var large = files.some(function (file) { return limit && file.size > limit; });
    input.setCustomValidity(large ? input.dataset.tooLarge || "" : "");
    noteUnder(input).textContent = files.map(function (file) {
      return file.name + " · " + megabytes(file.size);
    }).join("\n");
    input.reportValidity();
  }

  on("change", "input[type=file][data-max-mb]", function (input) {
    if (input.dataset.shrink && window.createImageBitmap) shrink(input, Number(input.dataset.shrink));
    else hint(input);
  });

  /* Side panel and confirm dialog: htmx fills them, the browser's own dialog traps the focus. */
  doc.addEventListener("htmx:afterSwap", function (event) {
    var box = event.detail.target;
    if (box.tagName === "DIALOG" && !box.open) box.showModal();
    all("form[data-draft]", box).forEach(restoreDraft);
    forgetSent();
  });
  doc.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.target.id === "notices") all("dialog[open]").forEach(function (box) { box.close(); });
  });
  function sayOffline() {
    doc.getElementById("notices").replaceChildren(doc.getElementById("offline").content.cloneNode(true));
    window.scrollTo(0, 0);
  }

  doc.addEventListener("htmx:sendError", sayOffline);
  doc.addEventListener("htmx:timeout", sayOffline);
  doc.addEventListener("htmx:responseError", function (event) {
    if (!event.detail.xhr.getResponseHeader("X-Request-Id")) sayOffline();
  });

  on("click", "[data-close]", function (link, event) {
    var box = link.closest("dialog");
    if (box) { event.preventDefault(); box.close(); }
  });
  on("click", "dialog[open]", function (box, event) { if (event.target === box) box.close(); });

  forgetSent();
  all("form[data-draft]").forEach(restoreDraft);
})();
