// Sends files in pieces and goes on after a break. Without it the form sends them as a whole.
(function () {
  "use strict";
  if (!window.fetch || !window.Promise || !File.prototype.slice) {
    return;
  }
  var tries = 12;

  function wait(milliseconds) {
    return new Promise(function (done) {
      window.setTimeout(done, milliseconds);
    });
  }

  function memory(form, file) {
    return ["upload", form.dataset.draft, form.dataset.material, file.name, file.size, file.lastModified].join("/");
  }

  function remembered(key) {
    try {
      return window.localStorage.getItem(key);
    } catch (error) {
      return null;
    }
  }

  function remember(key, value) {
    try {
      if (value) {
        window.localStorage.setItem(key, value);
      } else {
        window.localStorage.removeItem(key);
      }
    } catch (error) {
      // It then begins anew after the page was left.
    }
  }

  function asked(address, options) {
    options.credentials = "same-origin";
    return window.fetch(address, options);
  }

  function refused(response) {
    return response.json().catch(function () {
      return {};
    }).then(function (answer) {
      var error = new Error(answer.message || String(response.status));
      error.final = true;
      throw error;
    });
  }

  async function begin(form, file) {
    var body = new URLSearchParams({
      draft: form.dataset.draft, material: form.dataset.material, name: file.name, length: String(file.size)
    });
    var response = await asked("/uploads", { method: "POST", body: body });
    return response.ok ? response.json() : refused(response);
  }

  async function standing(address) {
    var response = await asked(address, { method: "GET" });
    return response.ok ? response.json() : null;
  }

  async function pieces(form, file, progress) {
    var key = memory(form, file);
    var address = remembered(key);
    var there = address ? await standing(address) : null;
    if (!there) {
      address = (await begin(form, file)).upload;
      there = { offset: 0 };
      remember(key, address);
    }
    var at = there.offset;
    var left = tries;
    var piece = 1 << 20;
    while (at < file.size) {
      progress(at);
      try {
        var response = await asked(address, {
          method: "PATCH", headers: { "Upload-Offset": String(at) }, body: file.slice(at, at + piece)
        });
        if (response.status === 409) {
          at = Number(response.headers.get("Upload-Offset"));
        } else if (!response.ok && response.status < 500) {
          remember(key, null);
          await refused(response);
        } else if (!response.ok) {
          throw new Error(String(response.status));
        } else {
          at = Number(response.headers.get("Upload-Offset"));
        }
        left = tries;
      } catch (error) {
        left -= 1;
        if (error.final || left === 0) {
          throw error;
        }
        progress(at, form.dataset.waiting);
        await wait(Math.min(30000, 500 * Math.pow(2, tries - left)));
        var known = await standing(address).catch(function () {
          return null;
        });
        at = known ? known.offset : at;
      }
    }
    remember(key, null);
  }

  async function send(form) {
    var input = form.querySelector("input[type=file]");
    var files = Array.prototype.slice.call(input.files);
    var bar = document.createElement("progress");
    var words = document.createElement("p");
    words.className = "hint";
    words.setAttribute("role", "status");
    form.append(bar, words);
    form.querySelector("button").disabled = true;
    var failed = false;
    for (var file of files) {
      bar.max = file.size || 1;
      try {
        await pieces(form, file, function (at, note) {
          bar.value = at;
          words.textContent = (note || form.dataset.working) + " " + file.name;
        });
      } catch (error) {
        failed = true;
        var fault = document.createElement("p");
        fault.className = "fault";
        fault.setAttribute("role", "alert");
        fault.textContent = form.dataset.failed + " " + file.name + "：" + error.message;
        form.append(fault);
      }
    }
    bar.remove();
    words.remove();
    form.querySelector("button").disabled = false;
    if (!failed) {
      window.location.hash = "m-" + form.dataset.material;
      window.location.reload();
    } else {
      input.value = "";
    }
  }

  document.querySelectorAll("form.upload").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      send(form);
    });
  });
})();
