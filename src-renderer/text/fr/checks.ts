/** Parts of the sentences about what a network would refuse; the sentences are those of `errors`. */
export const checks = {
  'this.image': 'Cette image',
  'this.video': 'Ce film',
  'this.document': 'Ce document',
  'this.any': 'Ce fichier',

  'too-many-media.image': 'images',
  'too-many-media.video': 'films',
  'too-many-media.document': 'documents',
  'too-many-media.any': 'médias',

  'media-needed.image': { one: 'une image', other: '{count} images' },
  'media-needed.video': { one: 'un film', other: '{count} films' },
  'media-needed.document': { one: 'un document', other: '{count} documents' },
  'media-needed.any': { one: 'une image ou un film', other: '{count} images ou films' },

  'not-in-form.image': 'pas d’image',
  'not-in-form.video': 'pas de film',
  'not-in-form.document': 'pas de document',
  'not-in-form.poll': 'pas de sondage',
  'not-in-form.first-comment': 'pas de premier commentaire',

  'marks.hashtags': 'hashtags',
  'marks.mentions': 'mentions',
  'marks.cashtags': 'symboles boursiers',

  'side.width': 'de large',
  'side.height': 'de haut',

  'setting-invalid.length': '{length} caractères sur {max}',
  'setting-invalid.people': '{count} personnes, {max} au plus',
  'setting-invalid.address': 'il faut une adresse complète, qui commence par https://',

  'range.between': 'entre {min} et {max}',
  'range.exactly': 'à {min}',
  'range.least': 'à {min} au moins',
  'range.most': 'à {max} au plus',
  megabits: '{rate} Mbit/s',
  minutes: '{minutes} min {seconds} s',
  silent: 'sans son',
} as const;
