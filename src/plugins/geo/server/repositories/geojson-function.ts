const POSITION = `@.type() == "array" && @.size() == 2
  && @[0].type() == "number" && @[1].type() == "number"
  && @[0] >= -180 && @[0] <= 180 && @[1] >= -90 && @[1] <= 90`;
const LINE = '@.type() == "array" && @.size() >= 2';
const RING = `@.type() == "array" && @.size() >= 4
  && @[0][0] == @[last][0] && @[0][1] == @[last][1]`;
const LIST = '@.type() == "array" && @.size() >= 1';

/** By type, what must hold of the coordinates, of what is in them, of what is in that, and so on. */
const LEVELS: Record<string, readonly string[]> = {
  Point: [POSITION],
  MultiPoint: [LIST, POSITION],
  LineString: [LINE, POSITION],
  MultiLineString: [LIST, LINE, POSITION],
  Polygon: [LIST, RING, POSITION],
  MultiPolygon: [LIST, LIST, RING, POSITION],
};

/**
 * Whether nothing of a level breaks its rule. What is no list has nothing in it, which its own level
 * has found already. A lone question mark would be taken for a binding.
 */
const holdsAt = (rule: string, depth: number): string =>
  `not coalesce(jsonb_path_exists(value -> 'coordinates',
     'strict $${'[*]'.repeat(depth)} \\? (!(${rule}) || (${rule}) is unknown)', '{}', true), true)`;

const WELL_FORMED = Object.entries(LEVELS)
  .map(([type, rules]) => `when '${type}' then ${rules.map(holdsAt).join('\n and ')}`)
  .join('\n');

/**
 * Makes the geometry of a GeoJSON value, for generated columns. What is no valid geometry of RFC 7946
 * in longitude and latitude has none: plain SQL may store anything, and neither a write nor a later
 * question fails at it. Rings come out wound as RFC 7946 (3.1.6) has them; lines are left alone, which
 * the function that winds rings would turn round.
 *
 * The form is looked through before PostGIS sees it, since nothing may be raised here: the embedded
 * database does not survive an error of PostGIS that a function catches. The search path is kept,
 * since a restored dump has none.
 */
export const GEOJSON_FUNCTION = `
create or replace function geo_geometry_of_json(value jsonb) returns geometry
  language plpgsql immutable strict parallel safe
  set search_path from current
as $function$
declare
  shape geometry;
begin
  if jsonb_typeof(value) <> 'object'
     or value -> 'crs' is not null
     or not (case value ->> 'type'
${WELL_FORMED}
             else false end) then
    return null;
  end if;
  shape := st_setsrid(st_geomfromgeojson(cast(value as text)), 4326);
  if not st_isvalid(shape) then
    return null;
  end if;
  return case when st_dimension(shape) = 2 then st_forcepolygonccw(shape) else shape end;
end
$function$`;
