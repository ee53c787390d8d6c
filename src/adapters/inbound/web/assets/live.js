// Keeps what is marked data-live as the server has it. Without this script loading the page again does the same.

const EVERY = 2_000;
const LONGEST_PAUSE = 60_000;
const MOST_FAILURES = 8;
const LONGEST_ANSWER = 10_000;

const news = document.getElementById('live-news');
let failures = 0;
let timer;
let isAsking = false;
let isOver = false;

/** Read out, so only when it changes. */
function say(text) {
  if (news !== null && news.textContent !== text) news.textContent = text;
}

async function refresh() {
  clearTimeout(timer);
  if (isAsking || isOver || document.hidden) return;
  isAsking = true;
  try {
    const signal = AbortSignal.timeout(LONGEST_ANSWER);
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, redirect: 'manual', signal });
    // Signed out, not allowed any more, or gone.
    if (answer.type === 'opaqueredirect' || (answer.status >= 400 && answer.status < 500)) isOver = true;
    else if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    else show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    failures = 0;
  } catch {
    failures += 1;
    if (failures === MOST_FAILURES) isOver = true;
  }
  isAsking = false;
  if (isOver) return say('This page is no longer kept up to date. Load it again.');
  say(failures === 0 ? 'It is kept up to date.' : 'It cannot be kept up to date just now, and tries again.');
  timer = setTimeout(refresh, Math.min(EVERY * 2 ** failures, LONGEST_PAUSE));
}

function show(page) {
  const selection = getSelection();
  for (const part of document.querySelectorAll('[data-live]')) {
    const fresh = page.getElementById(part.id);
    const isSelected = selection !== null && !selection.isCollapsed && selection.containsNode(part, true);
    if (fresh !== null && !isSelected) become(part, fresh);
  }
}

const hasFocus = (node) => node.contains(document.activeElement);

/** Only what differs is touched, and what has the focus stays. */
function become(node, fresh) {
  if (node.isEqualNode(fresh)) return;
  const isSame = node.nodeName === fresh.nodeName && node.id === fresh.id;
  if (node.nodeType !== Node.ELEMENT_NODE || !isSame) {
    if (!hasFocus(node)) node.replaceWith(fresh);
    return;
  }
  for (const { name } of [...node.attributes]) if (!fresh.hasAttribute(name)) node.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  childrenBecome(node, [...fresh.childNodes]);
}

/** Row by row where rows have ids: one that has come is put in its place, one that has gone is taken out. */
function childrenBecome(node, children) {
  const ids = new Set(children.map(({ id }) => id).filter(Boolean));
  const own = [...node.childNodes];
  for (const child of own) if (child.id && !ids.has(child.id) && !hasFocus(child)) child.remove();
  let at = node.firstChild;
  for (const child of children) {
    if (at !== null && (at.id ?? '') === (child.id ?? '')) {
      const next = at.nextSibling;
      become(at, child);
      at = next;
    } else node.insertBefore(child, at);
  }
  while (at !== null) {
    const next = at.nextSibling;
    if (!hasFocus(at)) at.remove();
    at = next;
  }
}

document.addEventListener('visibilitychange', () => void refresh());
timer = setTimeout(() => void refresh(), EVERY);
