/** Review: asks questions in the terminal and sends people's answers as corrections. */
@NullMarked
package io.rolestream.cli.review;

import org.jspecify.annotations.NullMarked;
