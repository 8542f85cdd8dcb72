/** Reads YAML files that people write, and names every mistake in them by its line. */
@NullMarked
package io.rolestream.rules.yaml;

import org.jspecify.annotations.NullMarked;
