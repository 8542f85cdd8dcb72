/** The labelling topology: reading, rule votes, and the reconciler that joins votes into labels. */
@NullMarked
package io.rolestream.stream.labelling;

import org.jspecify.annotations.NullMarked;
