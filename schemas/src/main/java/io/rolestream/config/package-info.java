/** Configuration: typed keys with documentation, read from defaults, a file, the environment and options. */
@NullMarked
package io.rolestream.config;

import org.jspecify.annotations.NullMarked;
