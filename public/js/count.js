import { afterPause, announce } from './status.js';

const say = afterPause(1200, announce);

/** Shows how many characters are left of a text area with data-count; said aloud after a pause, and only near the end. */
export function countCharacters() {
  document.addEventListener('input', ({ target }) => {
    const limit = Number(target.dataset?.count);
    const place = limit && document.getElementById(`${target.id}-pocet`);
    if (place) show(place, limit, limit - target.value.length);
  });
}

function show(place, limit, left) {
  const over = left < 0;
  const text = (over ? place.dataset.over : place.dataset.left).replace('{count}', String(Math.abs(left)));
  place.textContent = text;
  place.classList.toggle('count-over', over);
  place.hidden = left > limit / 2;
  say(left < limit / 10 ? text : '');
}
