// Keeps a queue fresh on the wall and on the telephone of who waits. The page reads fully without it.
(function () {
  "use strict";
  var shown = document.getElementById("queue");
  if (!shown || !window.fetch || !window.DOMParser) {
    return;
  }
  window.setInterval(function () {
    if (document.hidden) {
      return;
    }
    window.fetch(window.location.href, { credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.text() : null;
    }).then(function (html) {
      var fresh = html && new DOMParser().parseFromString(html, "text/html").getElementById("queue");
      if (fresh && fresh.innerHTML !== shown.innerHTML) {
        shown.innerHTML = fresh.innerHTML;
      }
    }).catch(function () {
      // The next time will do.
    });
  }, 5000);
})();
