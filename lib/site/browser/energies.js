// The list of energies of both solver pages: a line per landscape, each on a scale of its own.
"use strict";
/**
 * Adds a line: what it is of, the energies at both ends of the landscape, and both as bars whose
 * full width is the higher of the two.
 */
globalThis.noteEnergies = (list, { of, before, energy, first }) => {
  const make = (name, parent) => {
    const element = document.createElement(name);
    parent.append(element);
    return element;
  };
  const line = document.createElement("li");
  if (first) line.className = "hop";
  make("span", line).textContent = of;
  make("span", line).textContent = `${before.toFixed(1)} → ${energy.toFixed(1)}`;
  const bars = make("i", line), highest = Math.max(before, energy, 1e-12);
  for (const [kind, value] of [["before", before], ["after", energy]]) {
    const bar = make("b", bars);
    bar.className = kind;
    bar.style.width = `${(100 * Math.max(0, value) / highest).toFixed(1)}%`;
  }
  list.append(line);
  list.scrollTop = list.scrollHeight;
};
