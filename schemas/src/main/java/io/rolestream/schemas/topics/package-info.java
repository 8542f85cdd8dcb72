/** The catalogue of topics: their names, purpose and retention. */
@NullMarked
package io.rolestream.schemas.topics;

import org.jspecify.annotations.NullMarked;
