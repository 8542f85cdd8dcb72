/** The relabel command at work. */
@NullMarked
package io.rolestream.cli.relabel;

import org.jspecify.annotations.NullMarked;
