/* Solves the sum of people/proof_of_work.py while somebody types. Without it, nothing is refused. */
"use strict";
(async () => {
  const field = document.querySelector("input[name=proof_answer]");
  const source = document.querySelector("input[name=proof_challenge]");
  if (!field || !source || !window.crypto || !crypto.subtle) return;
  const challenge = source.value;
  const bits = parseInt(challenge, 10);
  const encoder = new TextEncoder();
  const zeros = (bytes) => {
    let count = 0;
    for (const byte of bytes) {
      if (byte) return count + Math.clz32(byte) - 24;
      count += 8;
    }
    return count;
  };
  const hash = async (number) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(`${challenge}.${number}`)));
  // Many at once: a promise costs more than a hash.
  for (let start = 0; ; start += 256) {
    const all = await Promise.all(Array.from({ length: 256 }, (_, step) => hash(start + step)));
    const found = all.findIndex((bytes) => zeros(bytes) >= bits);
    if (found >= 0) {
      field.value = String(start + found);
      return;
    }
  }
})();
