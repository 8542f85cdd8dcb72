/** What {@code rolestream model} does with a checkpoint and a file. */
@NullMarked
package io.rolestream.cli.model;

import org.jspecify.annotations.NullMarked;
