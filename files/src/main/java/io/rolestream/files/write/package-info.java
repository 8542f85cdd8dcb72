/** Writes labels to files and standard output. {@link io.rolestream.cli.output.LabelOutput} is the way in. */
@NullMarked
package io.rolestream.files.write;

import org.jspecify.annotations.NullMarked;
