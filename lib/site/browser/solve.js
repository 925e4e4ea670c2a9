// The board of the page; what computes is sudoku_solver.js, the library's own code.
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const [board, status, energies] = [find("board"), find("status"), find("energies")];
  // A file that did not load leaves its name undefined.
  const needed = {
    ...{ KERNELS: "kernels", SUDOKU_DATA: "sudoku_data" },
    ...{ Sudoku: "sudoku_solver", noteEnergies: "energies" },
  };
  const lost = Object.keys(needed).filter((name) => globalThis[name] === undefined);
  if (lost.length > 0) {
    const files = lost.map((name) => `assets/${needed[name]}.js`).join(", ");
    status.textContent =
      `This page needs ${files}, which did not load: load it again, or copy its whole folder.`;
    return;
  }
  const [think, example, clear, hops] = [
    find("think"),
    find("example"),
    find("clear"),
    find("hops"),
  ];
  const examples = [
    // 22 clues, of data/samples/sudoku_harder.csv: needs hops.
    ".....691.3.........4......8.8.32...5...........3.9.6.....7...4..2...8........139.",
    // 30 clues: needs none.
    "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79",
    "..9748...7.........2.1.9.....7...24..64.1.59..98...3.....8.3.2.........6...2759..",
    ".2....4...1.3..2.8.....1....96.5............33......7.....649....8.253..6.27.....",
  ];
  let next = 0, loaded = false, thinking = false, stopped = false;

  const cells = Array.from({ length: 81 }, (_, i) => {
    const cell = document.createElement("input");
    cell.inputMode = "numeric";
    cell.maxLength = 1;
    const [row, column] = [Math.floor(i / 9), i % 9];
    cell.setAttribute("aria-label", `row ${row + 1}, column ${column + 1}`);
    if (column === 2 || column === 5) cell.classList.add("right-edge");
    if (row === 2 || row === 5) cell.classList.add("bottom-edge");
    // What is typed takes the place of the digit that is there; a click ends what its focus selects.
    for (const event of ["focus", "click"]) cell.addEventListener(event, () => cell.select());
    cell.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text").replace(/[\s|+-]/g, "");
      if (cell.readOnly || !/^[0-9.*?]{81}$/.test(text)) return;
      event.preventDefault();
      put(text.replace(/[^1-9]/g, "."));
    });
    cell.addEventListener("input", () => {
      cell.value = cell.value.replace(/[^1-9]/g, "");
      cell.classList.toggle("clue", cell.value !== "");
      // What was found belongs to other clues.
      forget();
    });
    cell.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return; // the browser's own
      const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -9, ArrowDown: 9 }[event.key];
      const other = cells[i + step];
      if (other === undefined) return;
      // Or the key would move the cursor in the other cell, and so end what it selects.
      event.preventDefault();
      other.focus();
    });
    board.append(cell);
    return cell;
  });

  const isClue = (cell) => cell.classList.contains("clue");
  const clues = () => Uint8Array.from(cells, (cell) => isClue(cell) ? Number(cell.value) : 0);

  function forget() {
    for (const cell of cells) {
      if (!isClue(cell)) cell.value = "";
      cell.classList.remove("wrong");
      cell.removeAttribute("aria-invalid");
    }
    energies.replaceChildren();
    // What was said was of what is gone.
    if (loaded) status.textContent = "Ready.";
  }

  /** Which cells share a digit with another of their row, column or box. */
  function clashes(digits) {
    const wrong = new Set();
    const place = (
      i,
    ) => [`r${Math.floor(i / 9)}`, `c${i % 9}`, `b${Math.floor(i / 27)}${Math.floor(i % 9 / 3)}`];
    const seen = new Map();
    digits.forEach((digit, i) => {
      if (digit === 0) return;
      for (const unit of place(i)) {
        const key = unit + "=" + digit;
        if (seen.has(key)) wrong.add(i).add(seen.get(key));
        seen.set(key, i);
      }
    });
    return wrong;
  }

  function show(digits) {
    const wrong = clashes([...digits]);
    cells.forEach((cell, i) => {
      if (!isClue(cell)) cell.value = String(digits[i]);
      cell.classList.toggle("wrong", wrong.has(i));
      cell.setAttribute("aria-invalid", String(wrong.has(i)));
    });
  }

  const note = ({ hop, t, before, energy }) =>
    noteEnergies(energies, {
      of: `${hop === 0 ? "" : `hop ${hop}, `}landscape ${t}`,
      first: hop > 0 && t === 5,
      ...{ before, energy },
    });

  const painted = () => new Promise((resolve) => setTimeout(resolve, 0));
  /** Nothing can be changed meanwhile: what is found belongs to the clues at its beginning. */
  function busy(is) {
    thinking = is;
    think.textContent = is ? "Stop" : "Think";
    for (const button of [example, clear]) button.disabled = is;
    // Not disabled, which would make the digits pale that are to be watched.
    for (const cell of cells) cell.readOnly = is;
  }

  function put(text) {
    cells.forEach((cell, i) => {
      cell.value = text[i] === "." ? "" : text[i];
      cell.classList.toggle("clue", text[i] !== ".");
    });
    forget();
  }

  hops.addEventListener("input", () => find("hops-shown").value = hops.value);
  example.addEventListener("click", () => put(examples[next++ % examples.length]));
  clear.addEventListener("click", () => put(".".repeat(81)));
  put(examples[next++]);

  /** The bytes behind base64 text, in browsers that have no Uint8Array.fromBase64 too. */
  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  /** What became of a board. */
  function outcome(found, seconds) {
    if (found === undefined) return `Stopped after ${seconds} s.`;
    const after = found.hops === 0 ? "" : ` and ${found.hops} hop${found.hops === 1 ? "" : "s"}`;
    return found.solved
      ? `Solved in ${seconds} s${after}: every row, column and box holds each digit once.`
      : `Not solved in ${seconds} s${after}: orange digits break a rule. Let it hop more often, ` +
        "which cannot help where clues leave no solution.";
  }

  async function solveBoard(solver) {
    forget();
    const given = clues();
    if (clashes([...given]).size > 0) {
      show(given);
      cells.forEach((cell) => isClue(cell) || (cell.value = ""));
      status.textContent = "These clues break a rule: no board has them.";
      return;
    }
    stopped = false;
    busy(true);
    try {
      status.textContent = "Thinking …";
      await painted();
      const begin = performance.now();
      const found = await solver.solve(given, {
        hops: Number(hops.value),
        async onLandscape(seen) {
          show(seen.digits);
          note(seen);
          await painted();
          return stopped;
        },
      });
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      if (found) show(found.digits);
      status.textContent = outcome(found, seconds);
      document.body.dataset.seconds = seconds;
      document.body.dataset.solved = String(found?.solved ?? false);
    } catch (error) {
      status.textContent = `The network failed: ${error.message}`;
    } finally {
      busy(false);
    }
  }

  const { weights, options } = globalThis.SUDOKU_DATA;
  busy(true);
  think.textContent = "Think";
  think.disabled = true;
  Sudoku.loadSolver(bytes(weights), options, globalThis.KERNELS).then((solver) => {
    busy(false);
    think.disabled = false;
    loaded = true;
    status.textContent = "Ready.";
    think.addEventListener("click", () => {
      if (thinking) stopped = true;
      else void solveBoard(solver);
    });
  }, (error) => {
    status.textContent = `The network does not start in this browser: ${error.message}`;
  });
})();
