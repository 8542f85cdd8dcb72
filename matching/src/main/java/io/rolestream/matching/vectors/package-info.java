/** Vectors in memory and on disk: the exact scan, and the cache of embeddings. */
@NullMarked
package io.rolestream.matching.vectors;

import org.jspecify.annotations.NullMarked;
