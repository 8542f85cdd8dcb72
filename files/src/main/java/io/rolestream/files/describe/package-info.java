/** Generated job descriptions from files and generators. */
@NullMarked
package io.rolestream.files.describe;

import org.jspecify.annotations.NullMarked;
