// Tiles with the stall's own goods and prices, kept on the phone: a tap adds one to the sale. Typing works without them.

import { AmountField } from "./amount-field.js";
import { findKept, keep } from "./database.js";
import { digits, isolate, money, say } from "./messages.js";
import { byId } from "./shell.js";

const MOST_GOODS = 24;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;

export class Goods {
  /** `keypad` takes the sum of what was tapped; typing on it afterwards begins a new amount. */
  constructor(device, keypad) {
    Object.assign(this, { id: device.device_id, decimals: device.edition.exponent, keypad, list: [], basket: new Map(), shown: "" });
    this.price = new AmountField(byId("price"), byId("price-asks"), this.decimals);
    byId("my-goods").addEventListener("click", () => byId("goods-sheet").showModal());
    byId("goods-close").addEventListener("click", () => byId("goods-sheet").close());
    byId("goods-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.add();
    });
  }

  async load() {
    const kept = await findKept("goods");
    this.list = kept?.device === this.id ? kept.list : [];
    this.draw();
  }

  /** The goods of a sale as the wire wants them, or nothing when the amount was typed. */
  itemsOf(amount) {
    const items = [...this.basket].map(([one, quantity]) => ({ name: one.name, quantity, unit_minor: one.unit_minor }));
    const sum = items.reduce((total, one) => total + one.quantity * one.unit_minor, 0);
    return items.length && sum === amount && this.keypad.text === this.shown ? { items } : {};
  }

  async add() {
    const name = byId("good").value.normalize("NFC").trim();
    const minor = this.price.read();
    if (!name || BIDI.test(name)) return byId("good").focus();
    if (!minor) return byId("price").focus();
    const others = this.list.filter((one) => one.name !== name);
    await this.save([...others, { name, unit_minor: minor }].slice(-MOST_GOODS));
    byId("good").value = "";
    this.price.clear();
    return byId("good").focus();
  }

  async save(list) {
    await keep({ id: "goods", device: this.id, list });
    this.list = list;
    this.draw();
  }

  tap(one) {
    if (this.keypad.held) return void this.keypad.held.push(() => this.tap(one));
    if (this.keypad.text !== this.shown) this.basket.clear();
    this.basket.set(one, (this.basket.get(one) ?? 0) + 1);
    const sum = [...this.basket].reduce((total, [good, times]) => total + good.unit_minor * times, 0);
    const text = String(sum).padStart(this.decimals + 1, "0");
    const at = text.length - this.decimals;
    this.shown = this.decimals ? `${text.slice(0, at)}.${text.slice(at)}` : text;
    this.keypad.fill(this.shown);
    byId("basket").textContent = [...this.basket].map(([good, times]) => `${isolate(good.name)} × ${digits(times)}`).join(" · ");
  }

  /** The amount changed: what was tapped before stands only while the amount is its sum. */
  follow(text) {
    if (text === this.shown && text) return;
    this.basket.clear();
    this.shown = "";
    byId("basket").textContent = "";
  }

  draw() {
    byId("goods").replaceChildren(
      ...this.list.map((one) => {
        const tile = document.createElement("button");
        Object.assign(tile, { type: "button", className: "quiet", textContent: one.name });
        const price = document.createElement("small");
        price.textContent = money(one.unit_minor, this.decimals);
        tile.append(price);
        tile.addEventListener("click", () => this.tap(one));
        return tile;
      }),
    );
    byId("goods-lines").replaceChildren(
      ...this.list.map((one) => {
        const row = byId("line").content.cloneNode(true);
        row.querySelector("b").textContent = one.name;
        row.querySelector("small").textContent = money(one.unit_minor, this.decimals);
        const [button, other] = row.querySelectorAll("button");
        other.remove();
        button.textContent = say("Remove");
        button.ariaLabel = `${button.textContent} ${one.name}`;
        button.addEventListener("click", () => this.save(this.list.filter((kept) => kept !== one)));
        return row;
      }),
    );
  }
}
