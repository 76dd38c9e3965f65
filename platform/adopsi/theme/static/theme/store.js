// This device's own store of what is typed and not sent yet: for pages, and for the service worker, which is served
// with this file before it.
"use strict";
self.adopsiStore = (function () {
  const open = () =>
    new Promise((done, fail) => {
      const asked = indexedDB.open("adopsi", 1);
      asked.onupgradeneeded = () => ["drafts", "outbox"].forEach((name) => asked.result.createObjectStore(name, { keyPath: "key" }));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  async function run(name, mode, act) {
    const base = await open();
    try {
      return await new Promise((done, fail) => {
        const work = base.transaction(name, mode);
        const request = act(work.objectStore(name));
        work.oncomplete = () => done(request.result);
        work.onabort = () => fail(work.error);
      });
    } finally {
      base.close();
    }
  }
  return {
    all: (name) => run(name, "readonly", (rows) => rows.getAll()),
    get: (name, key) => run(name, "readonly", (rows) => rows.get(key)),
    put: (name, row) => run(name, "readwrite", (rows) => rows.put(row)),
    remove: (name, key) => run(name, "readwrite", (rows) => rows.delete(key)),
    clear: (name) => run(name, "readwrite", (rows) => rows.clear()),
  };
})();
