/** Output of {@code rolestream models}: versions, and the workers' reports on them. */
@NullMarked
package io.rolestream.cli.models;

import org.jspecify.annotations.NullMarked;
