/** Reads YAML files written by people, and reports every error with its line. */
@NullMarked
package io.rolestream.rules.yaml;

import org.jspecify.annotations.NullMarked;
