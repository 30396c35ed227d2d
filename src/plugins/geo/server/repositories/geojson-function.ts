/**
 * Makes the geometry of a GeoJSON value, for generated columns. What is no valid geometry of RFC 7946
 * in longitude and latitude has none: plain SQL may store anything, and neither a write nor a later
 * question fails at it. Rings come out wound as RFC 7946 (3.1.6) has them.
 *
 * PostGIS tells of a broken geometry as an internal error; no other kind is caught, so that a fault of
 * ours is not taken for one of the value. The search path is kept, since a restored dump has none.
 */
export const GEOJSON_FUNCTION = `
create or replace function geo_geometry_of_json(value jsonb) returns geometry
  language plpgsql immutable strict parallel safe
  set search_path from current
as $function$
declare
  shape geometry;
begin
  if value ->> 'type' is null
     or value ->> 'type' not in ('Point', 'MultiPoint', 'LineString', 'MultiLineString',
                                 'Polygon', 'MultiPolygon')
     or value -> 'crs' is not null
     or jsonb_path_exists(value -> 'coordinates',
                          '$.**{1 to last} \\? (@.type() != "array" && @.type() != "number")') then
    return null;
  end if;
  shape := st_setsrid(st_geomfromgeojson(cast(value as text)), 4326);
  if st_ndims(shape) <> 2
     or st_isempty(shape)
     or st_xmin(shape) < -180 or st_xmax(shape) > 180
     or st_ymin(shape) < -90 or st_ymax(shape) > 90
     or not st_isvalid(shape) then
    return null;
  end if;
  return st_forcepolygonccw(shape);
exception
  when internal_error or numeric_value_out_of_range then
    return null;
end
$function$`;
