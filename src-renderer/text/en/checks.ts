import type { checks as source } from '../fr/checks.ts';
import type { TranslationOf } from '../message.ts';

export const checks: TranslationOf<typeof source> = {
  'this.image': 'This picture',
  'this.video': 'This film',
  'this.document': 'This document',
  'this.any': 'This file',

  'too-many-media.image': 'pictures',
  'too-many-media.video': 'films',
  'too-many-media.document': 'documents',
  'too-many-media.any': 'media',

  'media-needed.image': { one: 'a picture', other: '{count} pictures' },
  'media-needed.video': { one: 'a film', other: '{count} films' },
  'media-needed.document': { one: 'a document', other: '{count} documents' },
  'media-needed.any': { one: 'a picture or a film', other: '{count} pictures or films' },

  'not-in-form.image': 'no picture',
  'not-in-form.video': 'no film',
  'not-in-form.document': 'no document',
  'not-in-form.poll': 'no poll',
  'not-in-form.first-comment': 'no first comment',

  'marks.hashtags': 'hashtags',
  'marks.mentions': 'mentions',
  'marks.cashtags': 'stock symbols',

  'side.width': 'wide',
  'side.height': 'high',

  'setting-invalid.length': '{length} characters of {max}',
  'setting-invalid.people': '{count} people, {max} at most',
  'setting-invalid.address': 'it takes a whole address, beginning with https://',

  'range.between': 'between {min} and {max}',
  'range.exactly': 'to {min}',
  'range.least': 'to {min} at least',
  'range.most': 'to {max} at most',
  megabits: '{rate} Mbit/s',
  minutes: '{minutes} min {seconds} s',
  silent: 'without sound',
};
