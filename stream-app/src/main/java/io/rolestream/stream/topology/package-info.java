/** The labelling topology: reading, rule votes, and the reconciler that joins votes into labels. */
@NullMarked
package io.rolestream.stream.topology;

import org.jspecify.annotations.NullMarked;
