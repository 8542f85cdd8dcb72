/** Atomic replacement of files, JSON files within limits, locks between processes, who may read files and load code. */
@NullMarked
package io.rolestream.common.files;

import org.jspecify.annotations.NullMarked;
