/** Labels and recommendations over HTTP. */
@NullMarked
package io.rolestream.serving;

import org.jspecify.annotations.NullMarked;
