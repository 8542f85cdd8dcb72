/** Labels a file: sends rows through the whole stack and writes labels in the same order. */
@NullMarked
package io.rolestream.cli.label;

import org.jspecify.annotations.NullMarked;
