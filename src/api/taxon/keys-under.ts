/** Ranks that a taxon names its place in the classification by, with their columns. */
const RANKS = {
  Kingdom: 'kingdom',
  Phylum: 'phylum',
  Class: 'class',
  Order: '"order"',
  Family: 'family',
  Genus: 'genus',
} as const;

/**
 * A select of the AphiaIDs that a question about one taxon means: the accepted name behind it, what is
 * classified under that, subspecies by their name, and the synonyms of all these. Where WoRMS has been
 * asked, the path of the classification finds what is below any rank; until then, and for names that
 * come with records only, the names of the six great ranks do. The taxon itself is meant even when its
 * name has not been fetched yet.
 * @param node the SQL expression of the AphiaID asked for.
 */
export function taxaUnder(node: string): string {
  const isUnder = Object.entries(RANKS)
    .map(
      ([rank, column]) => `(top.taxon_rank = '${rank}' and below.${column} = top.scientific_name)`,
    )
    .join(' or ');
  return `
    with top as (
      select accepted.aphia_id, accepted.scientific_name, accepted.taxon_rank, accepted.kingdom,
             accepted.classification_path as path
        from taxa asked
        join taxa accepted on accepted.aphia_id = coalesce(asked.accepted_aphia_id, asked.aphia_id)
       where asked.aphia_id = ${node}
    ), below as (
      select below.aphia_id
        from top
        join taxa below on (below.kingdom = top.kingdom or top.kingdom is null)
         and (${isUnder} or (top.taxon_rank = 'Species'
                             and starts_with(below.scientific_name, top.scientific_name || ' ')))
      union
      select below.aphia_id
        from top
        -- The range of all that begins with the path, as its index sorts: '~' comes after digits and '/'.
        join taxa below on below.classification_path ~>=~ top.path
                       and below.classification_path ~<~ (top.path || '~')
      union
      select aphia_id from top
    )
    select aphia_id from below
    union
    select synonym.aphia_id from taxa synonym join below on synonym.accepted_aphia_id = below.aphia_id
    union
    select ${node}`;
}
