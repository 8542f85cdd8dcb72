/** Atomic replacement of files, JSON files within limits, locks between processes. */
@NullMarked
package io.rolestream.common.files;

import org.jspecify.annotations.NullMarked;
