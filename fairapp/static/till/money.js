// Typed amounts as whole minor units: the same rules as fairapp/domain/money.py, proved by the same vectors.
// What can be read in two ways is never guessed.

const LARGEST = 999_999_999_999_999n;
const LONGEST = 60;
const MAGHREB = new Set(["DZ", "MA", "TN", "LY", "MR"]);
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;
const MARKS = /[\u200b\u200e\u200f\u061c\ufeff]/g;
const SCALES = new Map([
  [1_000n, ["الف", "الاف", "mille", "thousand"]],
  [2_000n, ["الفان", "الفين"]],
  [1_000_000n, ["مليون", "ملايين", "million", "millions"]],
  [2_000_000n, ["مليونان", "مليونين"]],
  [1_000_000_000n, ["مليار", "مليارات", "milliard", "milliards", "billion"]],
]);
const SCALE_OF = new Map([...SCALES].flatMap(([scale, names]) => names.map((name) => [name, scale])));
const CENTIMES = ["سنتيم", "سنتيما", "سنتيمات", "centime", "centimes"].join("|");
const PHRASE = new RegExp(
  `^(?=.)([0-9.,٬٫ ]*[0-9])? ?(${[...SCALE_OF.keys()].join("|")})?( ?(?:de |of )?(?:${CENTIMES}))?$`,
  "u",
);
const PLAIN = /^([0-9]*)(?:[.,٫]([0-9]+))?$/u;
const GROUPED = /^([1-9][0-9]{0,2}([ ٬.,])[0-9]{3}(?:\2[0-9]{3})*)(?:(?!\2)[.,٫]([0-9]+))?$/u;
const TRAP = /^([1-9][0-9]{0,2})([.,])([0-9]{3})$/u;

/** {minor}, or {error, readings?} with the stable codes of the server. `minor` and `readings` are numbers. */
export function parseAmount(text, { exponent, language, territory }) {
  const phrase = BIDI.test(text) || [...text].length > LONGEST ? null : PHRASE.exec(oneSpelling(text));
  if (!phrase || !(phrase[1] || phrase[2])) return { error: "amount-unreadable" };
  const factor = (SCALE_OF.get(phrase[2]) ?? 1n) * 10n ** BigInt(exponent);
  const divisor = phrase[3] ? 100n : 1n;
  const amounts = figuresOf(phrase[1] ?? "1", exponent, marksOf(language, territory)).map(([whole, decimals]) =>
    minorOf(whole, decimals, factor, divisor),
  );
  const readings = amounts.filter((amount) => amount !== null);
  if (!readings.length) return { error: "amount-unreadable" };
  if (readings.some((reading) => reading > LARGEST)) return { error: "amount-too-large" };
  if (readings.length > 1 || amounts[0] === null) return { error: "amount-ambiguous", readings: readings.map(Number) };
  return { minor: Number(readings[0]) };
}

/** Any digits as 0-9. */
export const plainDigits = (text) =>
  text.replace(/[٠-٩۰-۹]/gu, (digit) => String((digit.codePointAt(0) - (digit < "۰" ? 0x660 : 0x6f0)) % 10));

function oneSpelling(text) {
  return plainDigits(text.normalize("NFC").replace(MARKS, ""))
    .toLowerCase()
    .replace(/[\u00a0\u202f\u2009]/gu, " ")
    .replace(/['’ʼ]/gu, "٬")
    .replace(/،/gu, ",")
    .replace(/[أإآ]/gu, "ا")
    .replace(/ +/gu, " ")
    .trim();
}

/** The customary marks for groups and decimals. */
function marksOf(language, territory) {
  if (language === "fr") return [" ", ","];
  return language === "ar" && MAGHREB.has(territory) ? [".", ","] : [",", "."];
}

function figuresOf(figure, exponent, [group, decimal]) {
  const trap = TRAP.exec(figure);
  if (trap) return figuresOfTrap(trap, exponent, group, decimal);
  const grouped = GROUPED.exec(figure);
  if (grouped) return [[grouped[1].replace(/[^0-9]/gu, ""), grouped[3] ?? ""]];
  const plain = PLAIN.exec(figure);
  return plain ? [[plain[1], plain[2] ?? ""]] : [];
}

/** 1.500: thousands or decimals? A comma that groups is never typed for decimals; a point is, by telephones. */
function figuresOfTrap([, before, mark, after], exponent, group, decimal) {
  const thousands = [before + after, ""];
  const decimals = [before, after];
  if (mark === decimal) return exponent >= 3 ? [decimals] : [decimals, thousands];
  return mark === group && group === "," ? [thousands] : [thousands, decimals];
}

function minorOf(whole, decimals, factor, divisor) {
  const over = BigInt(whole + decimals) * factor;
  const under = 10n ** BigInt(decimals.length) * divisor;
  return over % under ? null : over / under;
}
