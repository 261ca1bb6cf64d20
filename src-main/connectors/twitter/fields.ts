/** What is asked of each kind of object, in the newer names (`vocabulary.ts` spells the older ones). */
export const postFields: Readonly<Record<string, string>> = {
  'post.fields':
    'created_at,conversation_id,author_id,in_reply_to_user_id,public_metrics,referenced_posts,entities,' +
    'reply_settings,lang,attachments,note_post',
  expansions: 'author_id,attachments.media_keys',
  'user.fields': 'profile_image_url',
  'media.fields': 'url,preview_image_url,alt_text,width,height',
};

export const eventFields: Readonly<Record<string, string>> = {
  'dm_event.fields': 'sender_id,dm_conversation_id,created_at,participant_ids,attachments',
  event_types: 'MessageCreate',
  expansions: 'sender_id,participant_ids,attachments.media_keys',
  'user.fields': 'profile_image_url',
  'media.fields': 'url,preview_image_url,alt_text,width,height',
};

export const userFields: Readonly<Record<string, string>> = {
  'user.fields': 'public_metrics,profile_image_url,description',
};
