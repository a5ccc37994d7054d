/*
 * From a chart's data, as the records of dev.berth.optimizer.report.chart write it, to what ECharts takes.
 * Knows no page: the same script draws in a browser and, for --figures, without one. Kept to what both can run.
 */
const BerthCharts = (function () {
  'use strict';

  /* What has no value is left out of the data: a comparison with null finds both. */

  /*
   * One colour means one thing on the whole page; by turns for light, dark and printed pages. Printed ones that touch
   * differ in lightness, so that they can be told apart in grey.
   */
  const COLOURS = {
    storage: ['#2563a8', '#6aa9ee', '#1f5a99'],
    memory: ['#2f9e7f', '#4cc2a0', '#5fb89d'],
    pageCache: ['#d98324', '#eda553', '#e59a45'],
    pinned: ['#7d5bbe', '#ab8ff0', '#b9a2e6'],
    opening: ['#e3b341', '#efc968', '#f3d27a'],
    allocating: ['#bf6fae', '#dc97cd', '#c98bbd'],
    finishing: ['#7a4a2b', '#c08a66', '#5b3218'],
    waiting: ['#c8465a', '#ee7d8e', '#8a2c3c'],
    switching: ['#e58fa0', '#f5bcc7', '#f0b3bf'],
    quality: ['#8a6fd1', '#b9a5f0', '#cdbff2'],
    resources: ['#5b8c9e', '#8fc3d6', '#74909f'],
    cost: ['#475569', '#a3b1c4', '#8a94a3'],
    limit: ['#c2261d', '#ff8a80', '#000000'],
    cloud: ['#c9d0d9', '#39434f', '#dcdcdc'],
    fit: ['#111827', '#f3f4f6', '#000000']
  };

  /* Methods and stages: each its own shade and symbol, none of those above. */
  const SEVERAL = [
    ['#0f5c6e', '#5cc3da', '#0b4654'],
    ['#8c8f00', '#cfd24a', '#a9ab2e'],
    ['#a0410d', '#f0915c', '#7c3108'],
    ['#5a3e99', '#b7a0f2', '#b9a7e0'],
    ['#3f7d20', '#93d36f', '#2f5a1b'],
    ['#9c1f6b', '#f08cc8', '#e39ac4'],
    ['#4b5563', '#b4bdca', '#3a424d'],
    ['#00796b', '#58d1c2', '#9bd0c9'],
    ['#6d4c41', '#cdaea3', '#5d4037'],
    ['#455a9e', '#9fb2f2', '#a9b6e6'],
    ['#7c6f00', '#dccf5a', '#544b00'],
    ['#8a4f7d', '#dca7d0', '#d9b3cf']
  ];
  const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond'];
  const BASIC = {
    light: { ink: '#18212c', faint: '#556170', grid: '#e4e8ed', paper: '#ffffff', on: { loaded: '#06231b', hosted: '#06231b', stored: '#ffffff' }, shade: 0 },
    dark: { ink: '#e7ebf1', faint: '#9ca8b7', grid: '#2a323c', paper: '#151a21', on: { loaded: '#151a21', hosted: '#151a21', stored: '#151a21' }, shade: 1 },
    print: { ink: '#000000', faint: '#444444', grid: '#dddddd', paper: '#ffffff', on: { loaded: '#000000', hosted: '#000000', stored: '#ffffff' }, shade: 2 }
  };
  const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

  /* What rounds up to a thousand is told in the next unit. */
  const THOUSAND = 999.5;
  /* Narrower charts are on a phone; letters of a name in the legend there, and elsewhere. */
  const NARROW = 560;
  const SHORT_NAME = 40;
  const LONG_NAME = 60;
  /* So many lines of a panel are told of in one tooltip. */
  const TOGETHER = 12;
  /* From so many lines on, names stand at their ends too, where there is room. */
  const CROWDED = 4;
  const END_ROOM = 160;
  const END_LINE = 13;
  /* Values that were tried, as ticks; of more the axis has its own. */
  const MOST_TICKS = 12;
  /* Bars of more items are thinner. */
  const MANY = 24;
  const HOUR = 3600;
  const DAY = 24 * HOUR;

  /* Names of methods and stages, in the order in which the page first tells of them. */
  const known = [];

  function order(name) {
    if (known.indexOf(name) < 0) {
      known.push(name);
    }
    return known.indexOf(name);
  }

  function colour(key, name, theme) {
    const shades = key === 'several' ? SEVERAL[order(name) % SEVERAL.length] : COLOURS[key];
    return shades[BASIC[theme].shade];
  }

  function symbol(name) {
    return SYMBOLS[order(name) % SYMBOLS.length];
  }

  /* So many significant digits, and all of those before the point; a zero is bare. */
  function significant(value, digits) {
    return value === 0 ? '0' : Math.abs(value) >= Math.pow(10, digits) - 0.5 ? value.toFixed(0) : value.toPrecision(digits);
  }

  function pad(number) {
    return (number < 10 ? '0' : '') + number;
  }

  function clock(seconds) {
    const day = Math.floor(seconds / DAY);
    const rest = Math.round(seconds - day * DAY);
    const time = pad(Math.floor(rest / HOUR)) + ':' + pad(Math.floor((rest % HOUR) / 60));
    return day > 0 ? 'day ' + (day + 1) + ' ' + time : time;
  }

  /* A value as people read it: the same words as the tables'. */
  function shown(value, unit) {
    if (value == null || isNaN(value)) {
      return '–';
    }
    if (unit === 'nanos') {
      return value === 0 ? '0 s' : value < THOUSAND ? significant(value, 3) + ' ns'
        : value < 1e3 * THOUSAND ? significant(value / 1e3, 3) + ' µs'
          : value < 1e6 * THOUSAND ? significant(value / 1e6, 3) + ' ms' : significant(value / 1e9, 3) + ' s';
    }
    if (unit === 'bytes') {
      let step = 0;
      let rest = value;
      while (Math.abs(rest) >= THOUSAND && step < SIZES.length - 1) {
        rest /= 1000;
        step++;
      }
      return (step === 0 && rest === Math.round(rest) ? String(rest) : significant(rest, 3)) + ' ' + SIZES[step];
    }
    if (unit === 'share') {
      const least = Math.abs(value) < 0.1 ? 0.1 : 1;
      return value === 0 ? '0 %'
        : Math.abs(100 * value) < least / 2 ? (value < 0 ? '>-' : '<') + least + ' %'
          : (100 * value).toFixed(least < 1 ? 1 : 0) + ' %';
    }
    if (unit === 'times') {
      return significant(value, 3) + ' ×';
    }
    if (unit === 'clock') {
      return clock(value);
    }
    return unit === 'cost' ? significant(value, 4) : String(Math.round(value * 1000) / 1000);
  }

  function tick(value, unit) {
    if (value === 0 && unit !== 'clock') {
      return '0';
    }
    if (unit === 'clock' && value > 0 && value % DAY === 0) {
      return 'day ' + (value / DAY + 1);
    }
    return shown(value, unit).replace(/\.0+(?=\D|$)/, '').replace(/(\.\d*[1-9])0+(?=\D|$)/, '$1');
  }

  function cut(text, most) {
    if (text.length <= most) {
      return text;
    }
    const head = Math.floor((most - 1) / 2);
    return text.slice(0, head) + '…' + text.slice(text.length - (most - 1 - head));
  }

  /* A round step of which three to six fit below a value. */
  function step(most) {
    const rough = most / 5;
    const power = Math.pow(10, Math.floor(Math.log(rough) / Math.LN10 + 1e-9));
    const lead = rough / power;
    return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
  }

  function timeStep(seconds, wide) {
    const steps = [60, 300, 900, 1800, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY,
      30 * DAY];
    return steps.filter((each) => seconds / each <= (wide ? 12 : 5))[0] || seconds;
  }

  function axis(basic, unit, name, logarithmic, most, narrow) {
    const made = {
      type: logarithmic ? 'log' : 'value',
      name: name,
      nameLocation: 'middle',
      nameTextStyle: { color: basic.faint, fontSize: 11 },
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: basic.faint, fontSize: 11, hideOverlap: true, formatter: (value) => tick(value, unit)
      },
      splitLine: { lineStyle: { color: basic.grid } },
      minorSplitLine: { show: false }
    };
    if (logarithmic) {
      made.logBase = unit === 'times' ? 2 : 10;
    } else if (unit === 'clock') {
      made.interval = timeStep(most, !narrow);
      made.max = most;
    } else if (most > 0) {
      const each = step(most * (narrow ? 1.7 : 1));
      made.interval = each;
      made.max = Math.ceil(most / each - 1e-9) * each;
    }
    return made;
  }

  function legend(basic, names, narrow) {
    return {
      type: 'plain',
      data: names,
      top: 0,
      left: 0,
      itemWidth: 14,
      itemHeight: 9,
      itemGap: 12,
      icon: undefined,
      textStyle: { color: basic.ink, fontSize: 12 },
      inactiveColor: basic.faint,
      formatter: (name) => cut(name, narrow ? SHORT_NAME : LONG_NAME)
    };
  }

  /* Rows that a legend takes, so that what is below it begins where it ends. */
  function legendRows(names, width) {
    const most = width < NARROW ? SHORT_NAME : LONG_NAME;
    let rows = 1;
    let used = 0;
    names.forEach((name) => {
      const wide = 34 + Math.min(name.length, most) * 6.6;
      if (used > 0 && used + wide > width) {
        rows++;
        used = 0;
      }
      used += wide;
    });
    return names.length === 0 ? 0 : rows;
  }

  function base(basic) {
    return {
      animation: false,
      backgroundColor: 'transparent',
      textStyle: { fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif' },
      tooltip: {
        trigger: 'item',
        confine: true,
        backgroundColor: basic.paper,
        borderColor: basic.grid,
        textStyle: { color: basic.ink, fontSize: 12 },
        extraCssText: 'max-width:340px;white-space:normal;overflow-wrap:anywhere;box-shadow:0 2px 10px rgba(0,0,0,.18)'
      }
    };
  }

  function escaped(text) {
    return String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  }

  /* A tooltip: a heading, and a line a fact. */
  function tip(heading, facts) {
    return '<strong>' + escaped(heading) + '</strong>' + facts.map((fact) => '<br>' + escaped(fact)).join('');
  }

  function full(item) {
    return item.name + (item.synthetic ? ' (synthetic)' : '');
  }

  /* Room for names beside bars: as much as the longest takes, and never half of the width. */
  function room(items, width, narrow) {
    const longest = items.reduce((most, item) => Math.max(most, item.name.length + (item.synthetic ? 2 : 0)), 0);
    return narrow ? Math.round(Math.min(width * 0.45, Math.max(70, longest * 7.4 + 14)))
      : Math.round(Math.min(300, Math.max(160, width * 0.2, Math.min(width * 0.45, longest * 6.9 + 14))));
  }

  /* Beside a bar: the name as far as it fits; whose weights are made up has a mark that the axis explains. */
  function beside(items, narrow, left) {
    const made = items.filter((item) => item.synthetic).length;
    const all = made > 0 && made === items.length;
    const most = Math.floor((left - 12) / (narrow ? 7.4 : 6.9));
    const what = narrow ? 'synthetic' : 'synthetic: made-up weights in files of the model\'s layout';
    return {
      note: all ? (narrow ? 'all models synthetic' : 'all models are ' + what) : made > 0 ? '† ' + what : '',
      label: (value, i) => {
        const mark = !all && items[i].synthetic ? ' †' : '';
        return cut(items[i].name, most - mark.length) + mark;
      }
    };
  }

  function interval(whole, unit) {
    return whole.low == null ? shown(whole.value, unit)
      : shown(whole.value, unit) + ' (' + shown(whole.low, unit) + ' to ' + shown(whole.high, unit) + ')';
  }

  function bars(chart, view) {
    const basic = BASIC[view.theme];
    const narrow = view.width < NARROW;
    const left = room(chart.items, view.width, narrow);
    const parts = chart.parts;
    const names = parts.map((part) => part.name).concat(chart.marks.map((mark) => mark.name));
    const top = 8 + legendRows(names, view.width) * 22 + 6;
    let most = 0;
    chart.items.forEach((item, i) => {
      const values = parts.map((part) => part.values[i] || 0);
      const whole = chart.stacked ? values.reduce((a, b) => a + b, 0) : Math.max.apply(null, values);
      const wider = chart.wholes.length ? Math.max(chart.wholes[i].high || 0, chart.wholes[i].value) : 0;
      most = Math.max(most, whole, wider, Math.max.apply(null, [0].concat(chart.marks.map((m) => m.values[i] || 0))));
    });
    const longest = most;
    most = chart.most == null ? most : Math.min(most, chart.most);
    const option = base(basic);
    option.legend = legend(basic, names, narrow);
    option.grid = { left: left, right: narrow ? 26 : 40, top: top, bottom: 26 };
    const labels = beside(chart.items, narrow, left);
    option.xAxis = axis(basic, chart.unit, labels.note, false, most, narrow);
    option.xAxis.nameGap = 24;
    if (most < longest) {
      option.xAxis.max = most;
      option.xAxis.axisLabel.showMaxLabel = false;
    }
    option.grid.bottom += labels.note ? 16 : 0;
    option.yAxis = {
      type: 'category',
      inverse: true,
      data: chart.items.map((item) => full(item)),
      axisLine: { lineStyle: { color: basic.grid } },
      axisTick: { show: false },
      axisLabel: {
        color: basic.ink,
        fontSize: chart.items.length > MANY ? 11 : 12,
        interval: 0,
        width: left - 12,
        overflow: 'truncate',
        formatter: labels.label
      }
    };
    option.tooltip.formatter = (params) => {
      const i = params.dataIndex;
      const facts = parts.filter((part) => part.values[i] != null)
        .map((part) => part.name + ': ' + shown(part.values[i], chart.unit));
      chart.marks.filter((mark) => mark.values[i] != null)
        .forEach((mark) => facts.push(mark.name + ': ' + shown(mark.values[i], chart.unit)));
      if (chart.wholes.length) {
        facts.unshift(interval(chart.wholes[i], chart.unit) + (chart.wholes[i].n ? ', n = ' + chart.wholes[i].n : ''));
      }
      return tip(full(chart.items[i]), facts);
    };
    const many = chart.items.length > MANY;
    const thick = chart.stacked || parts.length === 1 ? (many ? 10 : 13) : many ? 6 : 9;
    option.series = parts.map((part, at) => ({
      name: part.name,
      type: 'bar',
      stack: chart.stacked ? 'whole' : undefined,
      barWidth: thick,
      barGap: '15%',
      itemStyle: {
        color: colour(part.colour, part.name, view.theme), borderColor: basic.paper, borderWidth: chart.stacked ? 0.5 : 0
      },
      label: {
        show: most < longest, position: 'insideRight',
        rich: { cut: { color: basic.ink, backgroundColor: basic.paper, padding: [2, 3, 1, 3], fontSize: 10 } },
        formatter: (params) => {
          const whole = leaving(chart, at, params.dataIndex, most);
          return whole == null ? '' : '{cut|' + shown(whole, chart.unit) + ' →}';
        }
      },
      data: part.values
    }));
    if (chart.wholes.length && chart.wholes.some((whole) => whole.low != null)) {
      option.series.push({
        type: 'custom',
        name: '95 % interval',
        silent: true,
        clip: true,
        z: 5,
        // A bar that is cut at the axis' end says how long it is, in the place of its interval.
        data: chart.wholes.map((whole, i) => [whole.low, whole.high, i])
          .filter((each) => each[0] != null && chart.wholes[each[2]].value <= most),
        encode: { x: [0, 1], y: 2 },
        renderItem: (params, api) => whiskers(api.coord([api.value(0), api.value(2)]),
          api.coord([api.value(1), api.value(2)]), 4, basic.ink)
      });
    }
    chart.marks.forEach((mark) => option.series.push({
      type: 'custom',
      name: mark.name,
      z: 6,
      itemStyle: { color: colour(mark.colour, mark.name, view.theme) },
      data: mark.values.map((value, i) => [value, i]).filter((each) => each[0] != null),
      encode: { x: 0, y: 1 },
      renderItem: (params, api) => {
        const at = api.coord([api.value(0), api.value(1)]);
        return {
          type: 'rect',
          shape: { x: at[0] - 1, y: at[1] - 10, width: 2, height: 20 },
          style: { fill: colour(mark.colour, mark.name, view.theme) }
        };
      },
      tooltip: {
        formatter: (params) => tip(full(chart.items[params.value[1]]),
          [mark.name + ': ' + shown(params.value[0], chart.unit)])
      }
    }));
    const rows = many ? thick * (chart.stacked ? 1 : parts.length) + 6 : chart.stacked || parts.length === 1 ? 22 : 12 + parts.length * 11;
    return { option: option, height: top + 30 + (labels.note ? 16 : 0) + Math.max(1, chart.items.length) * rows };
  }

  function whiskers(from, to, half, ink) {
    const lines = [[from[0], from[1], to[0], to[1]]];
    const across = Math.abs(from[1] - to[1]) < 0.01;
    [from, to].forEach((end) => lines.push(across
      ? [end[0], end[1] - half, end[0], end[1] + half] : [end[0] - half, end[1], end[0] + half, end[1]]));
    return {
      type: 'group',
      children: lines.map((line) => ({
        type: 'line',
        shape: { x1: line[0], y1: line[1], x2: line[2], y2: line[3] },
        style: { stroke: ink, lineWidth: 1.2 }
      }))
    };
  }

  function power(value, base, rounded) {
    return Math.pow(base, rounded(Math.log(value) / Math.log(base)));
  }

  /* From a whole power to a whole power; of one point alone, the two beside it. */
  function whole(axis, least, most) {
    if (least > 0 && least < Infinity) {
      axis.min = power(least, axis.logBase, Math.floor);
      axis.max = Math.max(power(most, axis.logBase, Math.ceil), axis.min * axis.logBase);
    }
  }

  function ends(curves, limits, logarithmic, of, from) {
    let most = from || 0;
    curves.forEach((curve) => curve.points.forEach((point) => {
      most = Math.max(most, of(point));
    }));
    limits.forEach((limit) => {
      most = Math.max(most, limit.y);
    });
    return most;
  }

  /* Of several methods that few values were tried with. */
  function hasSymbols(curve) {
    return curve.style !== 'points' && curve.colour === 'several' && curve.points.length <= 30;
  }

  /* What the lines of a panel come to where the pointer is, and what they are not to pass. */
  function below(chart, models, params) {
    const lines = params.filter((each) => each.data && each.data.point);
    if (!lines.length) {
      return '';
    }
    const at = shown(lines[0].data.point.x, chart.x.unit);
    const model = models[lines[0].axisIndex] || '';
    const facts = [];
    lines.forEach((each) => {
      const point = each.data.point;
      const x = shown(point.x, chart.x.unit);
      facts.push(each.seriesName + ': ' + shown(point.y, chart.y.unit) + (x === at ? '' : ' at ' + x));
    });
    chart.limits.filter((limit) => !chart.panels || limit.model === model || limit.model === '')
      .forEach((limit) => facts.push(limit.name + ': ' + shown(limit.y, chart.y.unit)));
    return tip((model === '' || !chart.panels ? '' : model + ', ') + (chart.x.name ? chart.x.name + ' ' : '') + at, facts);
  }

  function series(chart, curve, view, panel) {
    const basic = BASIC[view.theme];
    const tint = colour(curve.colour, curve.name, view.theme);
    const many = curve.colour === 'several';
    const at = panel === undefined ? {} : { xAxisIndex: panel, yAxisIndex: panel };
    const made = [];
    if (curve.style === 'points') {
      made.push(Object.assign({
        name: curve.name,
        type: 'scatter',
        symbolSize: 9,
        itemStyle: { color: tint },
        data: curve.points.map((point) => ({
          value: [point.x, point.y],
          point: point,
          itemStyle: point.synthetic ? { color: basic.paper, borderColor: tint, borderWidth: 2 } : { color: tint }
        })),
        z: 4
      }, at));
    } else {
      made.push(Object.assign({
        name: curve.name,
        type: 'line',
        step: curve.style === 'step' ? 'end' : false,
        symbol: hasSymbols(curve) ? symbol(curve.name) : 'circle',
        symbolSize: many ? 7 : 4,
        // A line has no tooltip where it has no symbols: those that are not seen are there for it.
        showSymbol: hasSymbols(curve) || view.theme !== 'print',
        showAllSymbol: true,
        emphasis: many ? { focus: 'series' } : {},
        lineStyle: { color: tint, width: 1.8, type: curve.style === 'dashed' ? 'dashed' : 'solid' },
        itemStyle: { color: tint, opacity: hasSymbols(curve) ? 1 : 0 },
        data: curve.points.map((point) => ({ value: [point.x, point.y], point: point })),
        z: 3
      }, at));
    }
    const ranged = curve.points.filter((point) => point.low != null && point.high != null);
    if (ranged.length && curve.style === 'line' && !many) {
      made.push(Object.assign({
        name: curve.name,
        type: 'custom',
        silent: true,
        clip: true,
        z: 1,
        data: [[ranged[0].x, ranged[0].y]],
        renderItem: (params, api) => ({
          type: 'polygon',
          shape: {
            points: ranged.map((point) => api.coord([point.x, point.high]))
              .concat(ranged.slice().reverse().map((point) => above(params.coordSys, api, point.x, point.low)))
          },
          style: { fill: tint, opacity: 0.14 }
        })
      }, at));
    } else if (ranged.length) {
      made.push(Object.assign({
        name: curve.name,
        type: 'custom',
        silent: true,
        clip: true,
        z: 2,
        data: ranged.map((point) => [point.x, point.low, point.high]),
        encode: { x: 0, y: [1, 2] },
        itemStyle: { color: tint },
        renderItem: (params, api) => whiskers(api.coord([api.value(0), api.value(1)]),
          api.coord([api.value(0), api.value(2)]), 3, tint)
      }, at));
    }
    return made;
  }

  /* A logarithmic axis has no place for nothing: what is as small ends where the axis does. */
  function above(grid, api, x, y) {
    const bottom = grid.y + grid.height;
    const at = api.coord([x, y > 0 ? y : 1]);
    return [at[0], y > 0 ? Math.min(at[1], bottom) : bottom];
  }

  function limitLines(limits, chart, view) {
    const tint = colour('limit', '', view.theme);
    return {
      silent: true,
      symbol: 'none',
      lineStyle: { color: tint, type: 'dashed', width: 1.5 },
      label: {
        position: 'insideEndTop', color: tint, fontSize: 11, formatter: (params) => params.name
      },
      data: limits.map((limit) => ({
        name: limit.name + ' ' + shown(limit.y, chart.y.unit), yAxis: limit.y
      }))
    };
  }

  function tintOf(chart, name, view) {
    return colour(chart.curves.filter((curve) => curve.name === name)[0].colour, name, view.theme);
  }

  /* Ticks stand at the values that were tried, where these are few. */
  function tried(chart) {
    if (chart.x.unit !== 'number') {
      return [];
    }
    const values = [];
    chart.curves.forEach((curve) => curve.points.forEach((point) => {
      if (values.indexOf(point.x) < 0) {
        values.push(point.x);
      }
    }));
    return values.length < 2 || values.length > MOST_TICKS ? [] : values.sort((a, b) => a - b);
  }

  /* Lines across a chart that no switch of the legend takes away: limits, and values that were tried. */
  function across(chart, limits, axis, wide, view) {
    const basic = BASIC[view.theme];
    const values = tried(chart);
    const made = limitLines(limits, chart, view);
    if (values.length) {
      const scale = chart.x.logarithmic ? Math.log : Number;
      const first = scale(values[0]);
      const span = scale(values[values.length - 1]) - first || 1;
      let last = -wide;
      axis.min = values[0];
      axis.max = values[values.length - 1];
      axis.axisLabel.show = false;
      axis.splitLine.show = false;
      values.forEach((value) => {
        const at = (scale(value) - first) / span * wide;
        const text = tick(value, chart.x.unit);
        const fits = at - last > 10 + text.length * 6;
        last = fits ? at : last;
        made.data.push({
          name: fits ? text : '', xAxis: value,
          lineStyle: { color: basic.grid, type: 'solid', width: 1 },
          label: { position: 'start', color: basic.faint, fontSize: 11, distance: 6 }
        });
      });
    }
    return { name: '', type: 'line', data: [], silent: true, markLine: made, z: 0 };
  }

  /* Names at the ends of lines, one below the other where the lines end close to each other. */
  function endNames(chart, tall, most, view) {
    const basic = BASIC[view.theme];
    const ends = chart.curves.filter((curve) => curve.points.length).map((curve) => {
      const last = curve.points[curve.points.length - 1];
      const y = Math.min(last.y, most);
      return { curve: curve, x: last.x, y: y, at: tall * (1 - y / most) };
    }).sort((a, b) => a.at - b.at);
    let free = 0;
    ends.forEach((end) => {
      end.label = Math.max(end.at, free);
      free = end.label + END_LINE;
    });
    // Those that were pushed below the chart push the ones above them up again.
    free = tall;
    ends.slice().reverse().forEach((end) => {
      end.label = Math.min(end.label, free);
      free = end.label - END_LINE;
    });
    return ends.map((end) => ({
      name: end.curve.name,
      type: 'custom',
      silent: true,
      z: 2,
      data: [[end.x, end.y]],
      itemStyle: { color: colour(end.curve.colour, end.curve.name, view.theme) },
      renderItem: (params, api) => {
        const from = api.coord([end.x, end.y]);
        const right = params.coordSys.x + params.coordSys.width + 16;
        const y = params.coordSys.y + end.label;
        return {
          type: 'group',
          children: [{
            type: 'polyline',
            shape: { points: [[from[0] + 4, from[1]], [right - 6, y], [right - 2, y]] },
            style: { stroke: colour(end.curve.colour, end.curve.name, view.theme), fill: 'none', lineWidth: 0.8 }
          }, {
            type: 'text',
            style: {
              text: cut(end.curve.name, Math.floor((END_ROOM - 20) / 6)), x: right, y: y, textVerticalAlign: 'middle',
              fill: basic.ink, fontSize: 11
            }
          }]
        };
      }
    }));
  }

  /* What a bar comes to that leaves the chart in this of its parts, else null. */
  function leaving(chart, at, item, most) {
    const values = chart.parts.map((part) => part.values[item] || 0);
    if (!chart.stacked) {
      return values[at] > most ? values[at] : null;
    }
    const before = values.slice(0, at).reduce((a, b) => a + b, 0);
    return before < most && before + values[at] > most ? values.reduce((a, b) => a + b, 0) : null;
  }

  /* What is above leaves the chart. */
  function bound(made, chart) {
    made.min = 0;
    made.max = Math.min(chart.most, made.max);
    made.interval = step(made.max);
  }

  function curves(chart, view) {
    const basic = BASIC[view.theme];
    const narrow = view.width < NARROW;
    const option = base(basic);
    const names = [];
    chart.curves.forEach((curve) => {
      if (names.indexOf(curve.name) < 0) {
        names.push(curve.name);
      }
    });
    const top = 8 + legendRows(names, view.width) * 22 + 12;
    const madeUp = (name) => chart.curves.some((curve) => curve.name === name && curve.style === 'points'
      && curve.points.every((point) => point.synthetic));
    // The legend's mark is hollow where the points are.
    option.legend = legend(basic, names.map((name) => madeUp(name) && !chart.panels
      ? { name: name, itemStyle: { color: basic.paper, borderColor: tintOf(chart, name, view), borderWidth: 2 } } : name), narrow);
    const models = [];
    chart.curves.forEach((curve) => {
      if (models.indexOf(curve.model) < 0) {
        models.push(curve.model);
      }
    });
    const together = chart.curves.every((curve) => curve.style !== 'points' && !hasSymbols(curve))
      && models.every((model) => chart.curves.filter((curve) => curve.model === model).length <= TOGETHER);
    if (together) {
      option.tooltip.trigger = 'axis';
      option.tooltip.axisPointer = { type: 'line', lineStyle: { color: basic.faint, type: 'dotted' } };
    }
    option.tooltip.formatter = (params) => {
      if (together) {
        return below(chart, models, params);
      }
      const point = params.data.point;
      if (!point) {
        return escaped(params.name || params.seriesName);
      }
      const facts = [
        (chart.x.name || 'x') + ': ' + shown(point.x, chart.x.unit),
        (chart.y.name || 'y') + ': ' + shown(point.y, chart.y.unit)
          + (point.low == null ? '' : ' (' + shown(point.low, chart.y.unit) + ' to '
            + shown(point.high, chart.y.unit) + ')')
      ];
      if (point.name) {
        facts.unshift(params.seriesName);
      }
      return tip(point.name ? full(point) : params.seriesName, facts);
    };
    const leastY = -ends(chart.curves, [], false, (point) => -(point.low > 0 ? Math.min(point.low, point.y) : point.y), -Infinity);
    const left = narrow ? 58 : 66;
    if (!chart.panels) {
      const crowded = !narrow && view.width > 700 && !chart.y.logarithmic
        && chart.curves.filter((curve) => curve.colour === 'several').length >= CROWDED;
      const height = top + (narrow || view.theme === 'print' ? 260 : crowded ? 380 : 320);
      option.grid = { left: left, right: crowded ? END_ROOM : narrow ? 26 : 30, top: top, bottom: 46 };
      option.xAxis = axis(basic, chart.x.unit, chart.x.name, chart.x.logarithmic,
        ends(chart.curves, [], false, (point) => point.x), narrow);
      if (chart.x.logarithmic) {
        whole(option.xAxis, -ends(chart.curves, [], false, (point) => -point.x, -Infinity),
          ends(chart.curves, [], false, (point) => point.x));
      }
      option.xAxis.nameGap = 28;
      if (!chart.x.logarithmic && chart.x.unit === 'number') {
        delete option.xAxis.interval;
        delete option.xAxis.max;
        option.xAxis.scale = true;
      }
      option.yAxis = axis(basic, chart.y.unit, chart.y.name, chart.y.logarithmic,
        ends(chart.curves, chart.limits, false, (point) => Math.max(point.y, point.high || 0)), false);
      if (chart.most != null) {
        bound(option.yAxis, chart);
      } else if (chart.y.logarithmic) {
        whole(option.yAxis, leastY,
          ends(chart.curves, chart.limits, false, (point) => Math.max(point.y, point.high || 0)));
      }
      option.yAxis.nameLocation = 'end';
      option.yAxis.nameGap = 8;
      option.yAxis.nameTextStyle.align = 'left';
      option.yAxis.nameTextStyle.padding = [0, 0, 0, -left + 4];
      option.grid.top = top + (chart.y.name ? 16 : 0);
      option.series = [];
      chart.curves.forEach((curve) => series(chart, curve, view).forEach((each) => option.series.push(each)));
      option.series.push(across(chart, chart.limits, option.xAxis,
        view.width - left - option.grid.right, view));
      if (crowded) {
        const ceiling = option.yAxis.max;
        endNames(chart, height - option.grid.top - option.grid.bottom, ceiling, view)
          .forEach((each) => option.series.push(each));
      }
      return { option: option, height: height };
    }
    const columns = Math.min(models.length, view.width < 620 ? 1 : view.width < 1000 ? 2 : 3);
    const tall = 190;
    const wide = (view.width - 10) / columns;
    option.grid = [];
    option.xAxis = [];
    option.yAxis = [];
    option.title = [];
    option.series = [];
    const mostY = ends(chart.curves, chart.limits, false, (point) => Math.max(point.y, point.high || 0));
    const mostX = ends(chart.curves, [], false, (point) => point.x);
    models.forEach((model, i) => {
      const x = (i % columns) * wide;
      const y = top + Math.floor(i / columns) * tall;
      option.title.push({
        text: cut(model, Math.floor(wide / 8)), left: x + 4, top: y,
        textStyle: { color: basic.ink, fontSize: 12, fontWeight: 600, width: wide - 16, overflow: 'truncate' }
      });
      option.grid.push({ left: x + left, width: wide - left - 26, top: y + 26, height: tall - 62 });
      const xAxis = axis(basic, chart.x.unit, chart.x.name, chart.x.logarithmic, mostX, true);
      xAxis.nameGap = 20;
      const yAxis = axis(basic, chart.y.unit, '', chart.y.logarithmic, mostY, true);
      if (chart.most != null) {
        bound(yAxis, chart);
      }
      if (chart.y.logarithmic) {
        // All panels have one scale.
        whole(yAxis, leastY, mostY);
      }
      xAxis.gridIndex = i;
      yAxis.gridIndex = i;
      option.xAxis.push(xAxis);
      option.yAxis.push(yAxis);
      chart.curves.filter((curve) => curve.model === model)
        .forEach((curve) => series(chart, curve, view, i).forEach((each) => option.series.push(each)));
      const limits = chart.limits.filter((limit) => limit.model === model || limit.model === '');
      option.series.push(Object.assign(across(chart, limits, xAxis, wide - left - 26, view),
        { xAxisIndex: i, yAxisIndex: i }));
    });
    return { option: option, height: top + Math.ceil(models.length / columns) * tall + 6 };
  }

  function schedule(chart, view) {
    const basic = BASIC[view.theme];
    const narrow = view.width < NARROW;
    const left = room(chart.rows, view.width, narrow);
    const option = base(basic);
    const states = ['loaded', 'hosted', 'stored', 'absent'].filter((state) => state !== 'hosted' ||
      chart.rows.some((row) => row.stretches.some((stretch) => stretch.residency === state)));
    const words = { loaded: 'in memory', hosted: 'in host memory', stored: 'on storage', absent: 'not kept' };
    const tints = { loaded: 'memory', hosted: 'pageCache', stored: 'storage', absent: 'cloud' };
    const row = 24;
    option.legend = legend(basic, states.map((state) => words[state]), narrow);
    option.grid = { left: left, right: narrow ? 26 : 40, top: 34, bottom: 44 };
    const names = beside(chart.rows, narrow, left);
    option.xAxis = axis(basic, 'clock', 'time since slot 0' + (names.note ? '; ' + names.note : ''), false, chart.slots * chart.slotSeconds, narrow);
    option.xAxis.nameGap = 28;
    option.yAxis = {
      type: 'category',
      inverse: true,
      data: chart.rows.map((each) => full(each)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: basic.ink, fontSize: 12, interval: 0, width: left - 12, overflow: 'truncate',
        formatter: names.label
      }
    };
    option.series = states.map((state) => {
      const stretches = [];
      chart.rows.forEach((each, i) => each.stretches.filter((stretch) => stretch.residency === state)
        .forEach((stretch) => stretches.push({
          value: [i, stretch.from * chart.slotSeconds, (stretch.from + stretch.slots) * chart.slotSeconds],
          stretch: stretch
        })));
      const tint = colour(tints[state], '', view.theme);
      return {
        name: words[state],
        type: 'custom',
        itemStyle: { color: tint },
        encode: { x: [1, 2], y: 0 },
        data: stretches,
        renderItem: (params, api) => {
          const from = api.coord([api.value(1), api.value(0)]);
          const to = api.coord([api.value(2), api.value(0)]);
          const thick = state === 'absent' ? 4 : state === 'stored' ? 10 : state === 'hosted' ? 13 : 16;
          const wide = Math.max(1, to[0] - from[0] - 1);
          const bar = {
            type: 'rect',
            shape: { x: from[0], y: from[1] - thick / 2, width: wide, height: thick, r: 2 },
            style: { fill: tint }
          };
          const stretch = stretches[params.dataIndex].stretch;
          const text = stretch.cost == null ? '' : significant(stretch.cost, 2);
          // What the switch into it costs, where there is room.
          return text === '' || thick < 10 || wide < 12 + text.length * 6 ? bar : {
            type: 'group',
            children: [bar, {
              type: 'text',
              style: {
                text: text, x: from[0] + 5, y: from[1] + 0.5, textVerticalAlign: 'middle', fill: basic.on[state],
                fontSize: thick < 16 ? 9.5 : 11
              }
            }]
          };
        }
      };
    });
    option.tooltip.formatter = (params) => {
      const stretch = params.data.stretch;
      const facts = [params.seriesName + ' from ' + clock(params.value[1]) + ' to ' + clock(params.value[2])
        + ' (slots ' + stretch.from + ' to ' + (stretch.from + stretch.slots - 1) + ')'];
      if (stretch.moved) {
        facts.push(stretch.moved);
      }
      return tip(full(chart.rows[params.value[0]]), facts);
    };
    return { option: option, height: 34 + 50 + chart.rows.length * row };
  }

  const KINDS = { bars: bars, curves: curves, schedule: schedule };

  /* What a chart shows, as rows of a file: every number of it, in its base unit. */
  function rows(chart) {
    if (chart.kind === 'bars') {
      const head = ['name', 'model', 'tier', 'provenance'];
      chart.parts.concat(chart.marks).forEach((part) => head.push(part.name.replace(/[^\w-]+/g, '_') + '_' + chart.unit));
      if (chart.wholes.length) {
        head.push('whole_' + chart.unit, 'whole_low_' + chart.unit, 'whole_high_' + chart.unit, 'n');
      }
      return [head].concat(chart.items.map((item, i) => {
        const row = [item.name, item.model, item.tier, item.synthetic ? 'synthetic' : 'real'];
        chart.parts.concat(chart.marks).forEach((part) => row.push(part.values[i]));
        if (chart.wholes.length) {
          row.push(chart.wholes[i].value, chart.wholes[i].low, chart.wholes[i].high, chart.wholes[i].n);
        }
        return row;
      }));
    }
    if (chart.kind === 'curves') {
      const found = [['curve', 'model', 'tier', 'name', 'x_' + chart.x.unit, 'y_' + chart.y.unit,
        'y_low_' + chart.y.unit, 'y_high_' + chart.y.unit]];
      chart.curves.forEach((curve) => curve.points.forEach((point) => found.push(
        [curve.name, curve.model, curve.tier, point.name, point.x, point.y, point.low, point.high])));
      chart.limits.forEach((limit) => found.push([limit.name, limit.model, '', 'limit', null, limit.y, null, null]));
      return found;
    }
    const stays = [['model', 'from_slot', 'slots', 'from_seconds', 'residency', 'moved', 'switching_cost']];
    chart.rows.forEach((row) => row.stretches.forEach((stretch) => stays.push([row.name, stretch.from, stretch.slots,
      stretch.from * chart.slotSeconds, stretch.residency, stretch.moved, stretch.cost])));
    return stays;
  }

  /* Lines of small print that fit, whatever the font is. */
  function wrapped(text, width) {
    const most = Math.floor(width / 6.4);
    const lines = [''];
    text.split(' ').forEach((word) => {
      const last = lines[lines.length - 1];
      if (last !== '' && last.length + 1 + word.length > most) {
        lines.push(word);
      } else {
        lines[lines.length - 1] = last === '' ? word : last + ' ' + word;
      }
    });
    return lines;
  }

  /* An option with a title, for a figure that stands by itself. */
  function figure(given, width) {
    // Nobody picks a model on paper: each has a panel.
    const chart = given.oneModel ? Object.assign({}, given, { panels: true }) : given;
    const made = KINDS[chart.kind](chart, { width: width, theme: 'print' });
    const option = made.option;
    const lines = wrapped(chart.about, width).concat(wrapped('Made by ' + chart.made, width));
    const shift = 32 + lines.length * 15;
    const grids = Array.isArray(option.grid) ? option.grid : [option.grid];
    grids.forEach((grid) => {
      grid.top += shift;
    });
    const titles = (option.title || []).map((title) => Object.assign({}, title, { top: title.top + shift }));
    option.legend.top = shift;
    // Nothing measures text here: long names would run into the next.
    option.legend.itemGap = 28;
    option.legend.formatter = (name) => cut(name, SHORT_NAME);
    option.backgroundColor = '#ffffff';
    // Quotes in a name of a font would end the attribute that it stands in.
    option.textStyle.fontFamily = 'system-ui, sans-serif';
    option.title = [{
      text: chart.title, subtext: lines.join('\n'), left: 0, top: 0, itemGap: 5, padding: 2,
      textStyle: { fontSize: 15, color: '#000000' }, subtextStyle: { fontSize: 11, lineHeight: 15, color: '#444444' }
    }].concat(titles);
    return { option: option, height: made.height + shift };
  }

  return {
    made: (chart, view) => KINDS[chart.kind](chart, view),
    figure: figure,
    rows: rows,
    shown: shown
  };
})();
