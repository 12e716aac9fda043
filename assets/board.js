// Keeps the live board fresh. The page reads fully without it.
(function () {
  "use strict";
  var numbers = document.getElementById("numbers");
  var cards = document.getElementById("cards");
  var connection = document.getElementById("connection");
  if (!numbers || !cards || !connection || !window.EventSource) {
    return;
  }
  var cardsMax = 30;
  var still = window.matchMedia("(prefers-reduced-motion: reduce)");

  function say(state) {
    // Said once for each change, so that a screen reader is not talked over.
    if (connection.dataset.state === state) {
      return;
    }
    connection.dataset.state = state;
    connection.textContent = connection.dataset[state];
    connection.hidden = false;
  }

  function focusedAddress() {
    var focused = document.activeElement;
    return focused && numbers.contains(focused) ? focused.getAttribute("href") : null;
  }

  function replaceNumbers(html) {
    var address = focusedAddress();
    var box = numbers.querySelector(".scroll");
    var left = box ? box.scrollLeft : 0;
    numbers.innerHTML = html;
    box = numbers.querySelector(".scroll");
    if (box) {
      box.scrollLeft = left;
    }
    if (address) {
      var link = numbers.querySelector('a[href="' + CSS.escape(address) + '"]');
      if (link) {
        link.focus({ preventScroll: true });
      }
    }
  }

  function addCard(html) {
    var template = document.createElement("template");
    template.innerHTML = html.trim();
    var card = template.content.firstElementChild;
    if (!card) {
      return;
    }
    if (!still.matches) {
      card.classList.add("fresh");
    }
    cards.prepend(card);
    while (cards.children.length > cardsMax) {
      cards.lastElementChild.remove();
    }
    var empty = document.getElementById("no-cards");
    if (empty) {
      empty.remove();
    }
  }

  var source = new EventSource("/board/events" + window.location.search);
  source.addEventListener("open", function () {
    say("connected");
  });
  source.addEventListener("error", function () {
    say("reconnecting");
  });
  source.addEventListener("numbers", function (event) {
    say("connected");
    replaceNumbers(event.data);
  });
  source.addEventListener("card", function (event) {
    addCard(event.data);
  });
  window.addEventListener("pagehide", function () {
    source.close();
  });
})();
