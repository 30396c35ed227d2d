import { useFetchClient } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import type { MapSettings } from '../../contract/map-settings';

const NONE: MapSettings = { tiles: null, positions: [] };

let known: MapSettings | undefined;

/** How maps are drawn here; undefined until the server has said so, which it is asked once. */
export function useMapSettings(): MapSettings | undefined {
  const { get } = useFetchClient();
  const [settings, setSettings] = useState(known);

  useEffect(() => {
    if (known) return undefined;
    let isCurrent = true;
    get<MapSettings>('/geo/map-settings').then(
      ({ data }) => {
        known = data;
        if (isCurrent) setSettings(data);
      },
      // A map of our own outlines is still a map.
      () => isCurrent && setSettings(NONE),
    );
    return () => {
      isCurrent = false;
    };
  }, [get]);

  return settings;
}
