/** Retrieval over many made-up jobs: building, queries, memory, disk, recall. */
@NullMarked
package io.rolestream.benchmarks.matching;

import org.jspecify.annotations.NullMarked;
