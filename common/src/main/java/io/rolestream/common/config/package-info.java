/** Configuration: typed keys with documentation, read from defaults, a file, the environment and options. */
@NullMarked
package io.rolestream.common.config;

import org.jspecify.annotations.NullMarked;
