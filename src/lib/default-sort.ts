interface Finding<Found> {
  find?(params: object): Found;
}

/** Gives the lists of a generated service an order, for those who ask for none. */
export function withDefaultSort<Found, Service extends Finding<Found>>(
  service: Service,
  sort: readonly string[],
): Service {
  const find = service.find?.bind(service);
  if (!find) throw new Error('This service finds nothing');
  service.find = (params: { sort?: unknown } = {}) =>
    find({ ...params, sort: params.sort ?? [...sort] });
  return service;
}
