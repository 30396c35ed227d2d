/**
 * Reads for all who ask by the same name while an earlier read goes on, once: nobody is given what began
 * to be read before they asked, and however many ask, one read runs at a time.
 */
export function createReadNext<Value>() {
  const running = new Map<string, Promise<Value>>();
  const next = new Map<string, Promise<Value>>();

  function start(name: string, read: () => Promise<Value>): Promise<Value> {
    const reading = read().finally(() => {
      if (running.get(name) === reading) running.delete(name);
    });
    running.set(name, reading);
    return reading;
  }

  return (name: string, read: () => Promise<Value>): Promise<Value> => {
    const now = running.get(name);
    if (!now) return start(name, read);
    const waiting = next.get(name);
    if (waiting) return waiting;
    const begin = () => {
      next.delete(name);
      return start(name, read);
    };
    const later = now.then(begin, begin);
    next.set(name, later);
    return later;
  };
}
