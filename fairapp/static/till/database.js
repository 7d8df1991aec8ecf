// The phone's own database. Stored things only ever grow new fields: newer code reads what every older one wrote.
//
// kept:    {id, …}            the device ("device"), the language ("language"), the words of a language
// lists:   {device, next, acked}   where each device's list stands: the next place, and the last one the fair holds
// entries: {device, seq, entry}    everything this phone ever recorded; nothing is deleted

const NAME = "fairapp";
let opened = null;

export function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("kept", { keyPath: "id" });
      asked.result.createObjectStore("lists", { keyPath: "device" });
      asked.result.createObjectStore("entries", { keyPath: ["device", "seq"] });
    };
    asked.onsuccess = () => {
      // A browser that tidies up or sleeps closes it: the next one who asks opens it again.
      asked.result.onclose = forget;
      asked.result.onversionchange = () => forget(asked.result.close());
      resolve(asked.result);
    };
    asked.onerror = () => forget(reject(asked.error));
  });
  return opened;
}

const forget = () => (opened = null);

/** A transaction; over a connection that was lost unnoticed, as iOS does, one over a new connection. */
async function begin(stores, mode, options) {
  try {
    return (await open()).transaction(stores, mode, options);
  } catch {
    forget();
    return (await open()).transaction(stores, mode, options);
  }
}

/** Run `work(transaction)`; resolves with what it returns only once everything is on the disk. */
export async function write(stores, work) {
  const transaction = await begin(stores, "readwrite", { durability: "strict" });
  return new Promise((resolve, reject) => {
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error ?? new Error("not-saved"));
    work(transaction, (value) => {
      result = value;
    });
  });
}

export async function read(store, ask) {
  const transaction = await begin(store, "readonly");
  return new Promise((resolve, reject) => {
    const asked = ask(transaction.objectStore(store));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

export const findKept = (id) => read("kept", (store) => store.get(id));

export const keep = (thing) => write(["kept"], (transaction) => transaction.objectStore("kept").put(thing));
