-- Stores many messages of many rooms at once, which is what makes thousands a second possible: one
-- round trip and one commit for all that came in while the last ones were written. The rooms' rows
-- are locked in the order of their ids, so that two servers never wait for each other in a circle, and
-- a statement of its own then looks for messages that are there already.
-- Lists within lists (attachments, mentions) come as the text of an array.
create function chat_append_messages(
  rooms bigint[], ids uuid[], client_ids uuid[], authors integer[], texts text[],
  replies uuid[], mentioned text[], attached text[]
) returns table (
  ordinal bigint, outcome text, message_id uuid, event_seq bigint, created_at timestamptz, wait_seconds integer
)
language plpgsql as $$
#variable_conflict use_column
declare
  moment timestamptz;
begin
  perform id from chat_rooms where id = any(rooms) order by id for update;
  -- As exact as clients are told, so that a position in time is the same for both.
  moment := date_trunc('milliseconds', clock_timestamp());
  return query
  with sent as (
    select given.*
      from unnest(rooms, ids, client_ids, authors, texts, replies, mentioned, attached) with ordinality
        as given (room_id, id, client_id, author_id, text, reply_to, mentions, attachments, ordinal)
  ), judged as (
    select sent.*, room.last_event_seq, room.slow_mode_seconds,
           known.id as known_id, known.event_seq as known_seq, known.created_at as known_at,
           cast(ceil(extract(epoch from greatest(
             member.muted_until,
             member.last_sent_at + make_interval(secs => room.slow_mode_seconds)) - moment)) as integer) as wait,
           case
             when room.id is null then 'gone'
             when known.id is not null then 'repeated'
             when member.muted_until > moment then 'muted'
             when room.slow_mode_seconds > 0 and (
                  member.last_sent_at > moment - make_interval(secs => room.slow_mode_seconds)
                  or row_number() over (partition by sent.room_id, sent.author_id order by sent.ordinal) > 1
                ) then 'too-soon'
             when sent.reply_to is not null and not exists (
                  select 1 from chat_messages as answered
                   where answered.id = sent.reply_to and answered.room_id = sent.room_id)
               then 'unknown-reply'
             else 'stored'
           end as outcome
      from sent
      left join chat_rooms as room on room.id = sent.room_id
      left join chat_members as member
             on member.room_id = sent.room_id and member.user_id = sent.author_id
      left join chat_messages as known
             on known.room_id = sent.room_id and known.author_id = sent.author_id
            and known.client_id = sent.client_id
  ), numbered as (
    select judged.*,
           judged.last_event_seq + row_number() over (partition by room_id order by ordinal) as seq
      from judged
     where judged.outcome = 'stored'
  ), written as (
    insert into chat_messages (id, room_id, event_seq, client_id, author_id, text, reply_to, mentions, created_at)
    select id, room_id, seq, client_id, author_id, text, reply_to, cast(mentions as text[]), moment
      from numbered
  ), given_files as (
    insert into chat_attachments (message_id, position, file_id)
    select numbered.id, cast(file.position as integer), file.id
      from numbered
     cross join lateral unnest(cast(numbered.attachments as integer[])) with ordinality as file (id, position)
  ), counted as (
    update chat_rooms
       set last_event_seq = newest.seq
      from (select room_id, max(seq) as seq from numbered group by room_id) as newest
     where chat_rooms.id = newest.room_id
  ), slowed as (
    insert into chat_members (room_id, user_id, last_sent_at)
    select room_id, author_id, moment from numbered where slow_mode_seconds > 0
    on conflict (room_id, user_id) do update set last_sent_at = excluded.last_sent_at
  )
  select judged.ordinal, judged.outcome,
         coalesce(judged.known_id, judged.id),
         coalesce(judged.known_seq, numbered.seq),
         coalesce(judged.known_at, moment),
         greatest(1, coalesce(judged.wait, judged.slow_mode_seconds))
    from judged
    left join numbered on numbered.ordinal = judged.ordinal
   order by judged.ordinal;
end
$$;
