/** Documents generated from the catalogues: topics, access rights, events. */
@NullMarked
package io.rolestream.schemas.documents;

import org.jspecify.annotations.NullMarked;
