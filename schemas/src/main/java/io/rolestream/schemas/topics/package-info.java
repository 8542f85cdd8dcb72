/** The catalogue of topics: the only place that names them and says how they are kept. */
@NullMarked
package io.rolestream.schemas.topics;

import org.jspecify.annotations.NullMarked;
