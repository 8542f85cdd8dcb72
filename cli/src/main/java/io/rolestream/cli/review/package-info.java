/** People's answers: asked for in the terminal or read from a file, and sent as corrections. */
@NullMarked
package io.rolestream.cli.review;

import org.jspecify.annotations.NullMarked;
