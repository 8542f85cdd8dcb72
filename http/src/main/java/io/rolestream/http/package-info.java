/** The web server that dashboard and REST interface share. */
@NullMarked
package io.rolestream.http;

import org.jspecify.annotations.NullMarked;
