/**
 * How people stand to groups, as `belongs` and `looksAfter` and in the order asked: what `readableGroups`
 * and `managedGroups` say, for many people and groups in one statement.
 * Bindings: `people` (documentIds), `roles` and `owners` (documentIds of groups), of the same length.
 */
export const GROUP_STANDINGS = `
  select stands.is_there
           and (asked.role = 'admin' or stands.is_member or stands.is_mentor) as belongs,
         stands.is_there
           and (asked.role = 'admin'
             or (asked.role = 'mentor' and stands.is_mentor)
             or (asked.role = 'supervisor' and (stands.is_member or stands.is_mentor))) as "looksAfter"
    from unnest(cast(:people as text[]), cast(:roles as text[]), cast(:owners as text[]))
         with ordinality as asked (person, role, owner, ordinal)
   cross join lateral (
     select exists (select 1 from groups as led where led.document_id = asked.owner) as is_there,
            exists (select 1 from group_memberships as membership
                     where membership.user_document_id = asked.person
                       and membership.group_document_id = asked.owner) as is_member,
            exists (select 1
                      from groups as led
                      join groups_mentor_lnk as link on link.group_id = led.id
                      join up_users as mentor on mentor.id = link.user_id
                     where led.document_id = asked.owner
                       and mentor.document_id = asked.person) as is_mentor
   ) as stands
   order by asked.ordinal`;

/**
 * The same of published events: those who have a place belong to their rooms, who waits for one does
 * not; administrators look after them.
 */
export const EVENT_STANDINGS = `
  select stands.is_there and (asked.role = 'admin' or stands.has_place) as belongs,
         stands.is_there and asked.role = 'admin' as "looksAfter"
    from unnest(cast(:people as text[]), cast(:roles as text[]), cast(:owners as text[]))
         with ordinality as asked (person, role, owner, ordinal)
   cross join lateral (
     select exists (select 1 from events as event
                     where event.document_id = asked.owner
                       and event.published_at is not null) as is_there,
            exists (select 1 from event_registrations as registration
                     where registration.user_document_id = asked.person
                       and registration.event_document_id = asked.owner
                       and registration.registration_status = 'registered') as has_place
   ) as stands
   order by asked.ordinal`;

/** Published events that a person has a place at. Relies on event_registrations_person_key. */
export const EVENTS_OF_PERSON = `
  select distinct event.document_id as "ownerId", event.document_id as id
    from event_registrations as registration
    join events as event on event.document_id = registration.event_document_id
   where registration.user_document_id = :person
     and registration.registration_status = 'registered'
     and event.published_at is not null`;

/** Groups that a person belongs to, with their codes. */
export const GROUPS_OF_PERSON = `
  select led.document_id as "ownerId", led.code as id
    from groups as led
   where led.document_id in (select membership.group_document_id
                               from group_memberships as membership
                              where membership.user_document_id = :person)
      or led.id in (select link.group_id
                      from groups_mentor_lnk as link
                      join up_users as mentor on mentor.id = link.user_id
                     where mentor.document_id = :person)`;
