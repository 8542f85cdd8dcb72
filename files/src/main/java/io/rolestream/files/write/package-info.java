/** Writes labels to files and standard output. Begin with {@link LabelOutput}. */
@NullMarked
package io.rolestream.files.write;

import org.jspecify.annotations.NullMarked;
