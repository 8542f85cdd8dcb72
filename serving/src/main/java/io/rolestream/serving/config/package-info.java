/** Settings of the REST interface. */
@NullMarked
package io.rolestream.serving.config;

import org.jspecify.annotations.NullMarked;
