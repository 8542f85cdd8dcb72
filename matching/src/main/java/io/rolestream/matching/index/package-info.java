/** Retrieval: BM25 and vectors over profiles, in memory or on disk. */
@NullMarked
package io.rolestream.matching.index;

import org.jspecify.annotations.NullMarked;
