// The graph of the page; what computes is path_solver.js, the library's own code.
"use strict";
(() => {
  const NODES = 20, MOST_EDGES = 5, DISTANCES = [4, 6];
  const SVG = "http://www.w3.org/2000/svg";
  const find = (id) => document.getElementById(id);
  const [svg, status, energies] = [find("graph"), find("status"), find("energies")];
  // A file that did not load leaves its name undefined.
  const needed = {
    ...{ KERNELS: "kernels", PATH_DATA: "path_data" },
    ...{ Path: "path_solver", noteEnergies: "energies" },
  };
  const lost = Object.keys(needed).filter((name) => globalThis[name] === undefined);
  if (lost.length > 0) {
    const files = lost.map((name) => `assets/${needed[name]}.js`).join(", ");
    status.textContent =
      `This page needs ${files}, which did not load: load it again, or copy its whole folder.`;
    return;
  }
  const make = (name, attributes, parent) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent.append(element);
    return element;
  };
  const painted = () => new Promise((resolve) => setTimeout(resolve, 0));

  // Numbers from a seed, so that the page looks the same to everybody at first.
  let seed = 7;
  const uniform = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };

  const marker = make("marker", {
    ...{ id: "arrow", viewBox: "0 0 6 6", refX: 6, refY: 3 },
    ...{ markerWidth: 5, markerHeight: 5, orient: "auto" },
  }, make("defs", {}, svg));
  make("path", { d: "M0 0.8L6 3L0 5.2z" }, marker);
  const edgeLayer = make("g", {}, svg);
  const plan = make("polyline", { class: "plan" }, svg);
  const walk = make("polyline", { class: "walk" }, svg);

  let points = new Float64Array(2 * NODES), degrees = [], graph, start = 0, goal = 1;
  // A plan of an older number than this one is given up.
  let current = 0, solver;

  const place = (i) => [5 + 90 * points[2 * i], 5 + 90 * points[2 * i + 1]];
  const line = (nodes) => nodes.map((i) => place(i).join(",")).join(" ");

  const nodes = Array.from({ length: NODES }, (_, i) => {
    const group = make("g", { class: "node", tabindex: 0, role: "button" }, svg);
    make("circle", { r: 5 }, group); // what a finger finds
    make("circle", { r: 2.6 }, group);
    make("text", {}, group).textContent = i;
    return group;
  });

  function draw() {
    graph = Path.joinNearest(points, degrees);
    edgeLayer.replaceChildren();
    for (let i = 0; i < NODES; i++) {
      const [x, y] = place(i);
      nodes[i].setAttribute("transform", `translate(${x} ${y})`);
      nodes[i].classList.toggle("start", i === start);
      nodes[i].classList.toggle("goal", i === goal);
      const role = i === start ? ", start" : i === goal ? ", goal" : "";
      nodes[i].setAttribute("aria-label", `point ${i}${role}`);
      for (let j = 0; j < NODES; j++) {
        if (!Path.hasEdge(graph, i, j)) continue;
        const [u, v] = place(j), long = Math.hypot(u - x, v - y) || 1;
        const at = (from, to, part) => from + (to - from) * part;
        const [near, far] = [2.8 / long, 1 - 3 / long];
        const ends = {
          x1: at(x, u, near),
          y1: at(y, v, near),
          x2: at(x, u, far),
          y2: at(y, v, far),
        };
        make("line", { class: "edge", "marker-end": "url(#arrow)", ...ends }, edgeLayer);
      }
    }
  }

  function forget() {
    current++;
    plan.setAttribute("points", "");
    walk.setAttribute("points", "");
    energies.replaceChildren();
  }

  /** Points that do not hide each other. */
  function scattered() {
    const drawn = [];
    while (drawn.length < 2 * NODES) {
      const [x, y] = [uniform(), uniform()];
      const far = (i) => Math.hypot(drawn[2 * i] - x, drawn[2 * i + 1] - y) > 0.07;
      if (Array.from({ length: drawn.length / 2 }, (_, i) => i).every(far)) drawn.push(x, y);
    }
    return Float64Array.from(drawn);
  }

  function another() {
    for (let tries = 0; tries < 1000; tries++) {
      points = scattered();
      degrees = Array.from({ length: NODES }, () => 1 + Math.floor(MOST_EDGES * uniform()));
      const all = Path.distances(Path.joinNearest(points, degrees)), pairs = [];
      all.forEach((d, e) => d >= DISTANCES[0] && d <= DISTANCES[1] && pairs.push(e));
      if (pairs.length === 0) continue;
      const pair = pairs[Math.floor(uniform() * pairs.length)];
      [start, goal] = [Math.floor(pair / NODES), pair % NODES];
      break;
    }
    draw();
    think();
  }

  const note = (move, { t, before, energy }) =>
    noteEnergies(energies, {
      of: `move ${move + 1}, landscape ${t}`,
      first: move > 0 && t === 9,
      ...{ before, energy },
    });

  const said = (moves) => `${moves} move${moves === 1 ? "" : "s"}`;

  /** Plans and walks, and says so where that fails. */
  const think = () =>
    walkThere().catch((error) => {
      status.textContent = `The network failed: ${error.message}`;
    });

  /** Plans and walks, unless something is changed meanwhile. */
  async function walkThere() {
    forget();
    if (!solver) return;
    delete document.body.dataset.walked;
    const mine = current, fewest = Path.distances(graph)[start * NODES + goal];
    if (fewest === Path.UNREACHABLE) {
      status.textContent = "No arrows lead from the start to the goal.";
      return;
    }
    if (fewest === 0) {
      status.textContent = "Start and goal are the same point.";
      return;
    }
    status.textContent = "Thinking …";
    await painted();
    const begin = performance.now(), walked = [start], misses = [];
    let at = start;
    for (let move = 0; at !== goal && move < 2 * fewest; move++) {
      const found = await solver.plan({ graph, start: at, goal }, {
        seed: move,
        innerSteps: Number(find("steps").value),
        async onLandscape(left, moves) {
          if (mine !== current) return true;
          const end = moves.indexOf(goal);
          plan.setAttribute(
            "points",
            line([at, ...moves.slice(0, end < 0 ? moves.length : end + 1)]),
          );
          note(move, left);
          await painted();
          return mine !== current;
        },
      });
      if (!found) return;
      if (Path.hasEdge(graph, at, found.moves[0])) {
        at = found.moves[0];
        walked.push(at);
        walk.setAttribute("points", line(walked));
      } else misses.push(found.moves[0]);
    }
    plan.setAttribute("points", "");
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    const moves = walked.length - 1;
    const missed = misses.length === 0 ? "" : `, and tried ${said(misses.length)} without an arrow`;
    status.textContent = at === goal
      ? `Arrived in ${said(moves)}, ${
        moves === fewest ? "the fewest possible" : `where ${fewest} are enough`
      }${missed}, in ${seconds} s.`
      : `Not arrived after ${said(moves)}${missed}; ${fewest} are enough. Give it more steps.`;
    document.body.dataset.walked = walked.join(" ");
    document.body.dataset.fewest = fewest;
    document.body.dataset.seconds = seconds;
  }

  function tap(i) {
    const role = document.querySelector("input[name=tap]:checked").value;
    if (role === "goal") goal = i;
    else start = i;
    draw();
    think();
  }

  /** Puts a point that was dropped onto another at the nearest place where both can be seen. */
  function dropped(i) {
    const [x, y] = points.subarray(2 * i, 2 * i + 2);
    const hidden = (u, v) =>
      nodes.some((_, j) => j !== i && Math.hypot(points[2 * j] - u, points[2 * j + 1] - v) < 0.06);
    for (let k = 0; k < 2000; k++) {
      // Outwards on a spiral of the golden angle.
      const [r, angle] = [0.005 * Math.sqrt(k), 2.4 * k];
      const [u, v] = [x + r * Math.cos(angle), y + r * Math.sin(angle)];
      if (u < 0 || u > 1 || v < 0 || v > 1 || hidden(u, v)) continue;
      points.set([u, v], 2 * i);
      return draw();
    }
  }

  /** Where a pointer is, in the unit square. */
  function unit(event) {
    const box = svg.getBoundingClientRect();
    const part = (value, from, size) =>
      Math.min(1, Math.max(0, ((value - from) / size * 100 - 5) / 90));
    return [part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)];
  }

  nodes.forEach((node, i) => {
    let dragged;
    node.addEventListener("pointerdown", (event) => {
      if (event.button > 0) return; // the menu's
      node.setPointerCapture(event.pointerId);
      dragged = { x: event.clientX, y: event.clientY, moved: false };
    });
    node.addEventListener("pointermove", (event) => {
      if (!dragged) return;
      dragged.moved ||= Math.hypot(event.clientX - dragged.x, event.clientY - dragged.y) > 4;
      if (!dragged.moved) return;
      [points[2 * i], points[2 * i + 1]] = unit(event);
      forget();
      draw();
    });
    node.addEventListener("pointerup", () => {
      if (dragged && !dragged.moved) tap(i);
      else if (dragged) {
        dropped(i);
        think();
      }
      dragged = undefined;
    });
    node.addEventListener("pointercancel", () => {
      // The point stays where it was dragged, and its plan was given up.
      if (dragged?.moved) {
        dropped(i);
        think();
      }
      dragged = undefined;
    });
    node.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return; // the browser's own
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[
        event.key
      ];
      if (event.key === "Enter" || event.key === " ") tap(i);
      else if (step) {
        step.forEach((d, axis) => {
          points[2 * i + axis] = Math.min(1, Math.max(0, points[2 * i + axis] + 0.03 * d));
        });
        draw();
        think();
      } else return;
      event.preventDefault();
    });
  });

  find("another").addEventListener("click", another);
  find("swap").addEventListener("click", () => {
    [start, goal] = [goal, start];
    draw();
    think();
  });
  find("steps").addEventListener("input", ({ target }) => find("steps-shown").value = target.value);
  find("steps").addEventListener("change", think);
  another();

  /** The bytes behind base64 text, in browsers that have no Uint8Array.fromBase64 too. */
  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const { weights, options } = globalThis.PATH_DATA;
  Path.loadSolver(bytes(weights), options, globalThis.KERNELS).then((loaded) => {
    solver = loaded;
    think();
  }, (error) => {
    status.textContent = `The network does not start in this browser: ${error.message}`;
  });
})();
