// Keys for the inbox. The page works fully without it; whoever is disturbed by keys switches them off.
(function () {
  "use strict";
  var list = document.getElementById("tasks");
  var keys = document.getElementById("keys");
  var button = document.getElementById("keys-switch");
  if (!list || !keys || !button) {
    return;
  }
  var store = "desk-keys";

  function kept() {
    try {
      return window.localStorage.getItem(store) !== "off";
    } catch (refused) {
      return true;
    }
  }

  var on = kept();

  function show() {
    button.textContent = on ? button.dataset.on : button.dataset.off;
    button.setAttribute("aria-pressed", on ? "false" : "true");
  }

  button.addEventListener("click", function () {
    on = !on;
    try {
      window.localStorage.setItem(store, on ? "on" : "off");
    } catch (refused) {
      // It holds for this page then.
    }
    show();
  });
  keys.hidden = false;
  show();

  function links() {
    return Array.prototype.slice.call(list.querySelectorAll(":scope > li > div > a"));
  }

  function row() {
    var focused = document.activeElement;
    return focused && list.contains(focused) ? focused.closest("#tasks > li") : null;
  }

  function move(by) {
    var all = links();
    var here = row();
    var at = all.findIndex(function (link) {
      return here && here.contains(link);
    });
    var next = here ? Math.min(Math.max(at + by, 0), all.length - 1) : 0;
    if (all[next]) {
      all[next].focus();
    }
  }

  function isWriting(element) {
    return /^(input|select|textarea)$/i.test(element.tagName) && element.type !== "checkbox";
  }

  document.addEventListener("keydown", function (event) {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) {
      return;
    }
    if (event.key === "j") {
      move(1);
    } else if (event.key === "k") {
      move(-1);
    } else if (event.key === "x" && row()) {
      row().querySelector("input").click();
    } else if (event.key === "/") {
      event.preventDefault();
      document.getElementById("number").focus();
    } else if (event.key === "?") {
      keys.open = true;
      keys.scrollIntoView();
      button.focus();
    }
  });
})();
