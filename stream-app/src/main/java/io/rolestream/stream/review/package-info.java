/** Review: selects questions and sends people's answers, for the terminal and the dashboard. */
@NullMarked
package io.rolestream.stream.review;

import org.jspecify.annotations.NullMarked;
