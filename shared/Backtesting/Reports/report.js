// Pointing at one chart reads all of them at that moment.
const samples = JSON.parse(document.getElementById('samples').textContent);
const charts = [...document.querySelectorAll('.chart')];
const money = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const price = new Intl.NumberFormat('en', { minimumSignificantDigits: 6, maximumSignificantDigits: 9 });
const write = {
  equity: (v) => money.format(v),
  drawdown: (v) => `${money.format(v).replace('-', '−')} %`,
  price: (v) => price.format(v),
};

/** Index of the sample nearest to a time. */
function nearest(times, time) {
  let low = 0;
  let high = times.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle;
    else high = middle;
  }
  return time - times[low] <= times[high] - time ? low : high;
}

function show(share) {
  const time = samples.from + share * (samples.to - samples.from);
  for (const chart of charts) {
    const { t, v } = samples[chart.dataset.series];
    const at = nearest(t, time);
    const when = new Date(t[at]).toISOString().slice(0, 16).replace('T', ' ');
    chart.querySelector('output').textContent = `${when} · ${write[chart.dataset.series](v[at])}`;
    chart.querySelector('.cursor').style.left = `${(100 * (t[at] - samples.from)) / (samples.to - samples.from)}%`;
    chart.classList.add('pointing');
  }
}

function hide() {
  for (const chart of charts) {
    chart.querySelector('output').textContent = '';
    chart.classList.remove('pointing');
  }
}

for (const plot of document.querySelectorAll('.plot .box')) {
  plot.addEventListener('pointermove', (event) => {
    const box = plot.getBoundingClientRect();
    show(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
  });
  plot.addEventListener('pointerleave', hide);
}
