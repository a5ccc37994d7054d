/*
 * What the page carries compressed is unpacked in its place: first its data, then the scripts, in their order. Nothing
 * is asked for, and the page's policy lets no other scripts run than these.
 */
(function () {
  'use strict';

  const packed = Array.from(document.querySelectorAll('script[data-type]'));

  function unpacked(element) {
    const bytes = Uint8Array.from(atob(element.textContent), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  }

  function put(text, i) {
    const made = document.createElement('script');
    made.type = packed[i].dataset.type;
    if (packed[i].id) {
      made.id = packed[i].id;
    }
    made.textContent = text;
    packed[i].replaceWith(made);
  }

  if (typeof DecompressionStream === 'undefined') {
    document.querySelectorAll('.plot').forEach((plot) => {
      plot.textContent = 'Charts need a browser of 2023 or later, for its DecompressionStream; the tables hold their numbers.';
    });
    return;
  }
  Promise.all(packed.map(unpacked)).then((texts) => texts.forEach(put));
})();
