/** Vectors in memory and on disk: the scan of rounded ones, exact scores, and the cache of embeddings. */
@NullMarked
package io.rolestream.matching.vectors;

import org.jspecify.annotations.NullMarked;
