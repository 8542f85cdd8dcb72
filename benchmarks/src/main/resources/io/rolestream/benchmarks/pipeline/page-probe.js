// Runs before the page's own scripts: counts the events that the page takes, and how old they are when they have been painted.
(() => {
  const fresh = () => ({ events: 0, bytes: 0, busy: 0, longTasks: 0, longest: 0, ages: [] });
  let probe = fresh();
  let status = null;
  const listen = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function (name, listener, options) {
    listen.call(this, name, (event) => {
      const begun = performance.now();
      listener.call(this, event);
      if (typeof event.data !== 'string') return;
      probe.events++;
      probe.bytes += event.data.length;
      probe.busy += performance.now() - begun;
      if (name !== 'status') return;
      status = JSON.parse(event.data);
      const { now } = status;
      requestAnimationFrame(() => setTimeout(() => probe.ages.push(Date.now() - now)));
    }, options);
  };
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => {
    probe.longTasks++;
    probe.longest = Math.max(probe.longest, duration);
  })).observe({ type: 'longtask' });
  window.takeProbe = () => {
    const taken = { ...probe, status, silent: status === null ? -1 : Date.now() - status.now };
    probe = fresh();
    return taken;
  };
})();
