/** Model versions as people see them: which there are, and what the workers make of them. */
@NullMarked
package io.rolestream.cli.models;

import org.jspecify.annotations.NullMarked;
