// Comfort for those who have scripts: every page works without this file. It adds keys, the brush over the dates,
// completions, the search inside a facet, and sends the form when a filter is chosen. It makes no markup of texts.

const form = document.getElementById('search');
const box = document.getElementById('q');

document.documentElement.classList.add('scripted');
for (const element of document.querySelectorAll('[data-with-script], [data-within]')) element.hidden = false;

// Addresses without empty parameters: what is shared stays short.
function submit() {
  for (const field of form.elements) if (field.name && field.value === '') field.disabled = true;
  form.submit();
}
form?.addEventListener('submit', (event) => {
  if (!form.reportValidity()) return;
  event.preventDefault();
  submit();
});
// Going back shows the page as its address says, not as it was when a choice led away from it.
addEventListener('pageshow', () => {
  for (const field of form?.elements ?? []) {
    if (field.type === 'checkbox') field.checked = field.defaultChecked;
    if (field.tagName !== 'INPUT' || !field.name || field.type === 'checkbox') continue;
    field.disabled = false;
    field.value = field.defaultValue;
  }
});

// A choice applies at once; the keyboard stays where it was.
const kKept = 'polsearch-focus';
form && document.addEventListener('change', (event) => {
  const field = event.target;
  if (field.form !== form || field.type !== 'checkbox') return;
  try {
    sessionStorage.setItem(kKept, JSON.stringify([field.name, field.value]));
  } catch { /* storage may be forbidden */ }
  submit();
});
try {
  const kept = JSON.parse(sessionStorage.getItem(kKept));
  sessionStorage.removeItem(kKept);
  for (const field of kept ? form.elements : [])
    if (field.name === kept[0] && field.value === kept[1]) {
      field.closest('details')?.setAttribute('open', '');
      field.focus({preventScroll: false});
    }
} catch { /* storage may be forbidden */ }

// Keys: only plain ones, and never while something is typed.
const isTyping = (element) => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && element.type !== 'checkbox';
const titles = [...document.querySelectorAll('a.title')];
function move(step) {
  const at = titles.indexOf(document.activeElement);
  const next = titles[at < 0 ? (step > 0 ? 0 : titles.length - 1) : Math.min(Math.max(at + step, 0), titles.length - 1)];
  next?.focus();
  next?.closest('.hit, .moment')?.scrollIntoView({block: 'nearest'});
}
const keys = {
  '/': () => { box?.focus(); box?.select(); },
  'j': () => move(1),
  'k': () => move(-1),
  '?': () => {
    const help = document.getElementById('keys');
    if (!help) return;
    help.open = !help.open;
    help.querySelector('summary').focus();
  },
};
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.activeElement === box) box.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (!Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});

// The search inside a facet.
for (const within of document.querySelectorAll('[data-within]')) {
  const set = within.closest('fieldset');
  within.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  within.addEventListener('input', () => {
    const wanted = within.value.trim().toLocaleLowerCase();
    const more = set.querySelector('details');
    if (more) more.open = wanted !== '';
    for (const line of set.querySelectorAll('li'))
      line.hidden = !line.querySelector('.name').textContent.toLocaleLowerCase().includes(wanted);
  });
}

// The brush: drag over the bars, and the period between them is chosen. A plain click stays the bar's link.
for (const drawing of document.querySelectorAll('[data-brush]')) {
  const bars = [...drawing.querySelectorAll('a')];
  const width = drawing.viewBox.baseVal.width, step = Number(bars[0].querySelector('rect').getAttribute('width'));
  const at = (event) => {
    const place = drawing.getBoundingClientRect();
    const x = (event.clientX - place.left) / place.width * width;
    return Math.min(Math.max(Math.floor(x / step), 0), bars.length - 1);
  };
  let begin = null, end = null, shade = null;
  const stop = () => { shade?.remove(); begin = end = shade = null; };
  drawing.addEventListener('dragstart', (event) => event.preventDefault());
  drawing.addEventListener('pointerdown', (event) => { if (event.button === 0) begin = end = at(event); });
  drawing.addEventListener('pointermove', (event) => {
    if (begin === null) return;
    end = at(event);
    if (end === begin && !shade) return;
    if (!shade) {
      shade = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      shade.setAttribute('class', 'brush');
      shade.setAttribute('height', '100%');
      drawing.append(shade);
      drawing.setPointerCapture(event.pointerId);
    }
    shade.setAttribute('x', Math.min(begin, end) * step);
    shade.setAttribute('width', (Math.abs(end - begin) + 1) * step);
  });
  drawing.addEventListener('pointerup', () => {
    if (!shade) return stop();
    const [first, last] = [Math.min(begin, end), Math.max(begin, end)];
    form.elements.from.value = bars[first].dataset.period;
    form.elements.to.value = bars[last].dataset.period;
    drawing.addEventListener('click', (event) => event.preventDefault(), {capture: true, once: true});
    stop();
    submit();
  });
  drawing.addEventListener('pointercancel', stop);
  addEventListener('keydown', (event) => { if (event.key === 'Escape') stop(); });
}

// Ways to go on typing, from the index.
let asked = 0;
box?.addEventListener('input', () => {
  const mine = ++asked, typed = box.value;
  if (typed.trim().length < 2) return;
  setTimeout(async () => {
    if (mine !== asked) return;
    try {
      const answer = await fetch('/api/v1/suggest?' + new URLSearchParams({q: typed, n: '8'}));
      if (!answer.ok || mine !== asked) return;
      const {suggestions} = await answer.json();
      document.getElementById('completions').replaceChildren(...suggestions.map(({text}) => {
        const option = document.createElement('option');
        option.value = text;
        return option;
      }));
    } catch { /* completions are a comfort */ }
  }, 120);
});
