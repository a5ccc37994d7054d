/*
 * What the page does where scripts run: charts, sorting, filters, downloads. The tables stand without it.
 */
(function () {
  'use strict';

  const charts = JSON.parse(document.getElementById('data').textContent).charts;
  const values = JSON.parse(document.getElementById('values').textContent).tables;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const PRINT_WIDTH = 980;
  const PRINT_HALF = 480;
  const filter = { model: '', tier: '' };
  const drawn = [];
  let printing = false;

  function element(name, attributes, text) {
    const made = document.createElement(name);
    Object.keys(attributes || {}).forEach((key) => made.setAttribute(key, attributes[key]));
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  }

  function matches(model, tier) {
    return (!model || !filter.model || model.toLowerCase().indexOf(filter.model) >= 0)
      && (!tier || !filter.tier || tier === filter.tier);
  }

  /* ---- Downloads ---- */

  /* Spreadsheets run what begins like a formula: such text gets an apostrophe first. */
  function field(value) {
    if (value === null || value === undefined) {
      return '';
    }
    let text = String(value);
    if (typeof value === 'string' && /^[=+\-@\t]/.test(text) && isNaN(Number(text))) {
      text = "'" + text;
    }
    return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function download(name, type, text) {
    const address = URL.createObjectURL(new Blob([text], { type: type }));
    const link = element('a', { href: address, download: name });
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  function csv(rows) {
    return rows.map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
  }

  function valueOf(cell) {
    return cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent === '–' ? '' : cell.textContent;
  }

  function tableRows(table) {
    const head = Array.from(table.tHead.rows[0].cells, (cell) => cell.dataset.key);
    return [head].concat(Array.from(table.tBodies[0].rows, (row) => Array.from(row.cells, valueOf)));
  }

  function button(text, label, action) {
    const made = element('button', { type: 'button', 'aria-label': label }, text);
    made.addEventListener('click', action);
    return made;
  }

  /* ---- Tables ---- */

  function compare(a, b) {
    if (a === '' || b === '') {
      return a === b ? 0 : a === '' ? 1 : -1;
    }
    const numbers = Number(a) - Number(b);
    return isNaN(numbers) ? a.localeCompare(b, 'en', { numeric: true }) : numbers;
  }

  function sortBy(table, column, heading) {
    const down = heading.getAttribute('aria-sort') === 'ascending';
    Array.from(table.tHead.rows[0].cells).forEach((cell) => cell.removeAttribute('aria-sort'));
    heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const body = table.tBodies[0];
    const rows = Array.from(body.rows).map((row, place) => ({ row: row, place: place, key: valueOf(row.cells[column]) }));
    rows.sort((a, b) => {
      const order = compare(a.key, b.key);
      // What has no value stays last either way.
      return (down && a.key !== '' && b.key !== '' ? -order : order) || a.place - b.place;
    });
    rows.forEach((each) => body.appendChild(each.row));
  }

  function prepareTable(table) {
    values[table.dataset.file].forEach((column, place) => column.forEach((value, row) => {
      if (value !== null) {
        table.tBodies[0].rows[row].cells[place].dataset.value = value;
      }
    }));
    Array.from(table.tHead.rows[0].cells).forEach((cell, column) => {
      const text = cell.textContent;
      cell.textContent = '';
      const sort = element('button', { type: 'button', class: 'sort' }, text);
      sort.addEventListener('click', () => sortBy(table, column, cell));
      cell.appendChild(sort);
    });
    const name = table.dataset.file + '.csv';
    const tools = element('span', { class: 'tools' });
    tools.appendChild(button('CSV', 'Download the table as ' + name,
      () => download(name, 'text/csv', csv(tableRows(table)))));
    table.closest('.table').querySelector('.made').prepend(tools);
  }

  /* ---- Charts ---- */

  function sorted(indices, chart, by) {
    if (by === 'name') {
      return indices.sort((a, b) => chart.items[a].name.localeCompare(chart.items[b].name, 'en', { numeric: true }));
    }
    if (by === 'value') {
      const size = (i) => chart.wholes.length ? chart.wholes[i].value
        : chart.parts.reduce((sum, part) => sum + (part.values[i] || 0), 0);
      return indices.sort((a, b) => size(b) - size(a));
    }
    return indices;
  }

  function filtered(chart, choice) {
    if (chart.kind === 'bars') {
      let indices = chart.items.map((item, i) => i)
        .filter((i) => matches(chart.items[i].model, chart.items[i].tier));
      indices = sorted(indices, chart, choice.sort);
      const pick = (list) => indices.map((i) => list[i]);
      const parts = (list) => list.map((part) => Object.assign({}, part, { values: pick(part.values) }));
      return Object.assign({}, chart, {
        items: pick(chart.items),
        parts: parts(chart.parts),
        marks: parts(chart.marks),
        wholes: chart.wholes.length ? pick(chart.wholes) : []
      });
    }
    if (chart.kind === 'curves') {
      const curves = chart.curves.filter((curve) => matches(curve.model, curve.tier)
        && (!chart.oneModel || curve.model === choice.model))
        .map((curve) => curve.style !== 'points' ? curve : Object.assign({}, curve, {
          points: curve.points.filter((point) => matches(point.name, ''))
        }));
      return Object.assign({}, chart, { curves: curves });
    }
    return Object.assign({}, chart, { rows: chart.rows.filter((row) => matches(row.model, '')) });
  }

  function draw(each) {
    const width = printing ? (each.figure.parentElement.className === 'charts' ? PRINT_HALF : PRINT_WIDTH) : Math.floor(each.plot.parentElement.clientWidth
      - parseFloat(getComputedStyle(each.plot.parentElement).paddingLeft)
      - parseFloat(getComputedStyle(each.plot.parentElement).paddingRight));
    if (width < 50) {
      return;
    }
    const made = BerthCharts.made(filtered(each.chart, each.choice), {
      width: width, theme: printing ? 'print' : dark.matches ? 'dark' : 'light'
    });
    each.plot.style.height = made.height + 'px';
    each.plot.style.width = width + 'px';
    if (!each.drawing) {
      each.drawing = echarts.init(each.plot, null, { renderer: 'svg', width: width, height: made.height });
      // What readers switch off in the legend stays off when the page is drawn anew.
      each.drawing.on('legendselectchanged', (event) => {
        each.selected = event.selected;
      });
    }
    if (each.selected) {
      made.option.legend.selected = each.selected;
    }
    each.drawing.resize({ width: width, height: made.height });
    each.drawing.setOption(made.option, { notMerge: true });
    each.width = width;
  }

  function drawAll() {
    drawn.filter((each) => each.seen || printing).forEach(draw);
  }

  function picker(label, options, chosen) {
    const wrap = element('label', {}, label + ' ');
    const select = element('select', {});
    options.forEach((option) => select.appendChild(element('option', { value: option[0] }, option[1])));
    select.addEventListener('change', () => chosen(select.value));
    wrap.appendChild(select);
    return wrap;
  }

  function prepareChart(chart) {
    const figure = document.getElementById(chart.id);
    const each = { chart: chart, figure: figure, plot: figure.querySelector('.plot'), choice: { sort: '' }, seen: false };
    each.plot.textContent = '';
    const tools = element('span', { class: 'tools' });
    if (chart.kind === 'bars' && chart.items.length > 2) {
      tools.appendChild(picker('Order', [['', 'as in the table'], ['value', 'longest first'], ['name', 'by name']],
        (value) => {
          each.choice.sort = value;
          draw(each);
        }));
    }
    if (chart.oneModel) {
      const models = chart.curves.map((curve) => curve.model).filter((model, i, all) => all.indexOf(model) === i);
      each.choice.model = models[0];
      tools.appendChild(picker('Model', models.map((model) => [model, model]), (value) => {
        each.choice.model = value;
        draw(each);
      }));
    }
    tools.appendChild(button('CSV', 'Download the chart\'s numbers as ' + chart.id + '.csv',
      () => download(chart.id + '.csv', 'text/csv', csv(BerthCharts.rows(chart)))));
    tools.appendChild(button('SVG', 'Download the chart as ' + chart.id + '.svg', () => {
      if (!figure.querySelector('.plot svg')) {
        draw(each);
      }
      const svg = figure.querySelector('.plot svg').cloneNode(true);
      svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
      download(chart.id + '.svg', 'image/svg+xml', new XMLSerializer().serializeToString(svg));
    }));
    figure.querySelector('.made').prepend(tools);
    drawn.push(each);
    return each;
  }

  /* Charts are drawn as they come near: a long page opens at once. */
  const near = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (entry.isIntersecting) {
      const each = drawn.find((one) => one.figure === entry.target);
      each.seen = true;
      near.unobserve(entry.target);
      draw(each);
    }
  }), { rootMargin: '600px' });

  /* ---- Filters ---- */

  function apply() {
    let found = false;
    document.querySelectorAll('tbody tr').forEach((row) => {
      row.hidden = !matches(row.dataset.model || '', row.dataset.tier || '');
      found = found || (!row.hidden && row.dataset.model && matches(row.dataset.model, ''));
    });
    none.hidden = found;
    none.textContent = found ? '' : 'No model matches “' + filter.model + '”.';
    drawAll();
  }

  const none = element('p', { class: 'none', role: 'status', hidden: '' });

  function prepareFilters() {
    document.getElementById('main').prepend(none);
    const tiers = [];
    document.querySelectorAll('tbody tr[data-tier]').forEach((row) => {
      if (tiers.indexOf(row.dataset.tier) < 0) {
        tiers.push(row.dataset.tier);
      }
    });
    const bar = element('form', { class: 'filters', role: 'search', 'aria-label': 'Filters of the whole page' });
    const label = element('label', {}, 'Models ');
    const input = element('input', { type: 'search', id: 'filter-model', placeholder: 'any', autocomplete: 'off' });
    label.appendChild(input);
    input.addEventListener('input', () => {
      filter.model = input.value.trim().toLowerCase();
      apply();
    });
    bar.appendChild(label);
    if (tiers.length > 1) {
      bar.appendChild(picker('From', [['', 'every tier']].concat(tiers.map((tier) => [tier, tier])), (value) => {
        filter.tier = value;
        apply();
      }));
    }
    bar.addEventListener('submit', (event) => event.preventDefault());
    document.querySelector('header.top').appendChild(bar);
  }

  /* ---- Contents ---- */

  /* A menu closes when a place is chosen in it, elsewhere, or given up. */
  function prepareMenus() {
    const menus = Array.from(document.querySelectorAll('.menu'));
    const close = (but) => menus.filter((each) => each !== but).forEach((each) => {
      each.open = false;
    });
    document.addEventListener('click', (event) => close(event.target.closest('.menu summary') && event.target.closest('.menu')));
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        close(null);
      }
    });
  }

  /* ---- Paper ---- */

  function print(on) {
    if (printing === on) {
      return;
    }
    printing = on;
    document.querySelectorAll('main details').forEach((each) => {
      if (on && !each.open) {
        each.open = true;
        each.dataset.opened = 'for paper';
      } else if (!on && each.dataset.opened) {
        each.open = false;
        delete each.dataset.opened;
      }
    });
    drawAll();
  }

  document.documentElement.classList.add('scripted');
  document.querySelectorAll('table').forEach(prepareTable);
  if (document.querySelector('tbody tr[data-model]')) {
    prepareFilters();
  }
  charts.map(prepareChart).forEach((each) => {
    // Whoever takes a picture of the page may never tell what is near.
    each.seen = each.figure.getBoundingClientRect().top < window.innerHeight;
    if (each.seen) {
      draw(each);
    } else {
      near.observe(each.figure);
    }
  });
  dark.addEventListener('change', drawAll);
  window.addEventListener('beforeprint', () => print(true));
  window.addEventListener('afterprint', () => print(false));
  window.matchMedia('print').addEventListener('change', (event) => print(event.matches));
  let waiting = 0;
  window.addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(drawAll, 100);
  });
  document.querySelectorAll('main details').forEach((each) => each.addEventListener('toggle', drawAll));
  prepareMenus();
})();
