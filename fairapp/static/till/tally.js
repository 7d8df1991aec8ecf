// What this phone sold, by session, folded from its own list as fairapp/domain/takings.py does it.
// A void takes its sale out of the session of the sale; a refund counts where and how it was given.

import { sessionOf } from "./sessions.js";

const empty = () => ({ gross: 0, voided: 0, refunds: 0, sales: 0, methods: new Map(), closing: null, after: 0 });

const folded = new WeakMap();

/** Session id ("" = no session) → sums, methods (code → net), the last cash-up, how many money entries came after it.
    A list only grows: what was folded before is not folded again, unless the sessions are others by now. */
export function tally(entries, sessions) {
  const known = JSON.stringify(sessions);
  const before = folded.get(entries);
  const state = before?.known === known ? before : { known, sums: new Map(), standing: new Map(), seen: 0 };
  folded.set(entries, state);
  const { sums, standing } = state;
  const of = (id) => sums.get(id) ?? sums.set(id, empty()).get(id);
  for (; state.seen < entries.length; state.seen += 1) {
    const entry = entries[state.seen];
    const here = sessionOf(entry.at, sessions)?.id ?? "";
    if (entry.kind === "sale") {
      standing.set(entry.id, { sale: entry, session: here });
      add(of(here), "gross", entry.method, entry.amount_minor, 1);
    } else if (entry.kind === "void" && standing.has(entry.ref)) {
      const { sale, session } = standing.get(entry.ref);
      standing.delete(entry.ref);
      add(of(session), "voided", sale.method, -sale.amount_minor, -1);
    } else if (entry.kind === "refund") {
      add(of(here), "refunds", entry.method, -entry.amount_minor, 0);
    } else if (entry.kind === "cash_up") {
      Object.assign(of(entry.session_id), { closing: entry, after: 0 });
    }
  }
  return sums;
}

/** The sums of one session. */
export const tallyOf = (entries, sessions, id) => tally(entries, sessions).get(id) ?? empty();

export const netOf = (sum) => sum.gross - sum.voided - sum.refunds;

/** What the slip of a cash-up says: the sums as they stood when it was written. */
export function slipOf(entries, closing, sessions) {
  const sum = tallyOf(entries.filter((entry) => entry.seq < closing.seq), sessions, closing.session_id);
  const expected = closing.float_minor + (sum.methods.get("cash") ?? 0);
  return { ...sum, net: netOf(sum), expected, counted: closing.counted_minor, over: closing.counted_minor - expected };
}

function add(sum, column, method, change, sales) {
  sum[column] += Math.abs(change);
  sum.sales += sales;
  sum.methods.set(method, (sum.methods.get(method) ?? 0) + change);
  if (sum.closing) sum.after += 1;
}
