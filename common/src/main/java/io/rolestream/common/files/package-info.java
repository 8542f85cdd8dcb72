/** Files that appear whole or not at all, JSON files within limits, locks between processes. */
@NullMarked
package io.rolestream.common.files;

import org.jspecify.annotations.NullMarked;
